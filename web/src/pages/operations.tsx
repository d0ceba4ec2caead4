// For operators: what runs, how far behind, how fast.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api";
import { decimals, place } from "../format";
import { useLoad } from "../hooks";
import { isWord, useWords } from "../i18n";
import { parseMetrics, type Sample, sumOf } from "../metrics";
import { Shown } from "../parts/basics";
import { Title } from "./programme";

const programs = ["registry", "ingest", "analytics", "gateway"] as const;
const everyMs = 5000;

interface State {
  services: Awaited<ReturnType<typeof api.services>>;
  heads: { district: string; name: string; position: number; time: string }[];
  metrics: Map<string, Sample[]>;
  at: number;
}

async function load(signal: AbortSignal): Promise<State> {
  const [services, districts, journals, ...pages] = await Promise.all([
    api.services(signal),
    api.districts(signal).catch(() => ({ districts: [] })),
    api.journals(signal).catch(() => ({ heads: [] })),
    ...programs.map((program) => api.metrics(program, signal).catch(() => "")),
  ]);
  const names = new Map((districts.districts ?? []).map((district) => [district.name, district.displayName]));
  return {
    services, at: Date.now(),
    heads: (journals.heads ?? []).map((head) => ({ district: place(head.district ?? "").district, name: names.get(head.district) ?? "", position: Number(head.position ?? 0),
      time: head.acceptTime ?? "" })),
    metrics: new Map(programs.map((program, i) => [program, parseMetrics(pages[i] ?? "")])),
  };
}

export function OperationsPage() {
  const t = useWords();
  const [turn, setTurn] = useState(0);
  const before = useRef<State | undefined>(undefined);
  const now = useRef<State | undefined>(undefined);
  const loaded = useLoad(`operations ${turn}`, load);
  if (loaded.value !== undefined && loaded.value !== now.current) {
    before.current = now.current;
    now.current = loaded.value;
  }
  useEffect(() => {
    const timer = window.setInterval(() => setTurn((n) => n + 1), everyMs);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <>
      <Title title={t("navOps")} />
      <h1>{t("navOps")}</h1>
      <Shown of={loaded}>{(state) => <Operations state={state} before={before.current} />}</Shown>
    </>
  );
}

function Operations({ state, before }: { state: State; before: State | undefined }) {
  const t = useWords();
  const seconds = before === undefined ? 0 : (state.at - before.at) / 1000;
  const rate = (head: { district: string; position: number }) => {
    const old = before?.heads.find((other) => other.district === head.district);
    return old === undefined || seconds < 1 ? "–" : decimals((head.position - old.position) / seconds);
  };
  return (
    <>
      <div class="tiles">
        {state.services.services.map((service) => (
          <div key={service.name} class={`tile ${service.state === "SERVING" ? "tone-GREEN" : "tone-RED"}`}>
            <div class="tile-title">{service.name}</div>
            <div class="tile-value small">{service.state === "SERVING" ? "●" : "■"} {isWord(service.state) ? t(service.state) : service.state}</div>
          </div>
        ))}
      </div>
      <Vitals state={state} />
      <p>
        {t("liveClients", { n: state.services.liveClients })}
        {state.services.grafana && <> · <a href={state.services.grafana} rel="noreferrer">Grafana</a></>}
        {state.services.prometheus && <> · <a href={state.services.prometheus} rel="noreferrer">Prometheus</a></>}
      </p>
      <h2>{t("journals")}</h2>
      <div class="scroll tall" tabIndex={0}>
        <table>
          <thead><tr><th>{t("district")}</th><th>{t("name")}</th><th>{t("position")}</th><th>{t("rate")}</th><th>{t("acceptedAt")}</th></tr></thead>
          <tbody>
            {state.heads.map((head) => (
              <tr key={head.district}><td>{head.district}</td><td>{head.name}</td><td>{head.position}</td><td>{rate(head)}</td>
                <td>{head.time && new Date(head.time).toLocaleString("zh-CN")}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>{t("rpcs")}</h2>
      <Calls state={state} />
      <h2>{t("metrics")}</h2>
      {programs.map((program) => <Metrics key={program} program={program} samples={state.metrics.get(program) ?? []} />)}
    </>
  );
}

// What an operator looks at first: how old the figures are, how the cache does, how full the queue is.
function Vitals({ state }: { state: State }) {
  const t = useWords();
  const analytics = state.metrics.get("analytics") ?? [];
  const ingest = state.metrics.get("ingest") ?? [];
  const named = (name: string, labels: Record<string, string> = {}) => (s: Sample) =>
    s.name === name && Object.entries(labels).every(([key, value]) => s.labels[key] === value);
  const lag = Math.max(0, ...analytics.filter(named("duban_analytics_lag_seconds")).map((s) => s.value));
  const hits = sumOf(analytics, named("duban_cache_reads_total", { result: "hit" }));
  const reads = sumOf(analytics, named("duban_cache_reads_total"));
  const queue = sumOf(ingest, named("duban_ingest_queue_entries"));
  const capacity = sumOf(ingest, named("duban_ingest_queue_capacity_entries"));
  const accepted = sumOf(ingest, named("duban_journal_entries_total", { outcome: "appended" }));
  const tiles: [string, string, boolean][] = [
    [t("lag"), analytics.length === 0 ? "–" : `${decimals(lag)} s`, lag < 5],
    [t("cacheHits"), `${decimals(hits)} / ${decimals(reads)}`, true],
    [t("queue"), capacity === 0 ? "–" : `${decimals(queue)} / ${decimals(capacity)}`, queue < capacity / 2 || capacity === 0],
    [t("accepted"), ingest.length === 0 ? "–" : decimals(accepted), true],
  ];
  return (
    <div class="tiles">
      {tiles.map(([title, value, good]) => (
        <div key={title} class={`tile ${good ? "" : "tone-RED"}`}>
          <div class="tile-title">{title}</div>
          <div class="tile-value small">{value}</div>
        </div>
      ))}
    </div>
  );
}

function Calls({ state }: { state: State }) {
  const t = useWords();
  const rows = programs.flatMap((program) => {
    const samples = state.metrics.get(program) ?? [];
    const methods = [...new Set(samples.filter((s) => s.name === "duban_grpc_server_handled_total").map((s) => s.labels["grpc_method"] ?? ""))];
    return methods.map((method) => {
      const of = (name: string, also: (s: Sample) => boolean = () => true) =>
        sumOf(samples, (s) => s.name === name && s.labels["grpc_method"] === method && also(s));
      const calls = of("duban_grpc_server_handled_total");
      const time = of("duban_grpc_server_handling_seconds_sum") / Math.max(1, of("duban_grpc_server_handling_seconds_count"));
      return { program, method, calls, errors: calls - of("duban_grpc_server_handled_total", (s) => s.labels["grpc_code"] === "OK"), time };
    });
  });
  return (
    <div class="scroll" tabIndex={0}>
      <table>
        <thead><tr><th>{t("services")}</th><th>RPC</th><th>{t("calls")}</th><th>{t("errors")}</th><th>{t("meanTime")}</th></tr></thead>
        <tbody>
          {rows.sort((a, b) => b.calls - a.calls).slice(0, 30).map((row) => (
            <tr key={row.program + row.method}><td>{row.program}</td><td>{row.method}</td><td>{row.calls}</td>
              <td class={row.errors > 0 ? "bad" : ""}>{row.errors}</td><td>{decimals(row.time * 1000)} ms</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Metrics(props: { program: string; samples: Sample[] }) {
  const t = useWords();
  const plain = props.samples.filter((s) => s.name.startsWith("duban_") && !s.name.startsWith("duban_grpc_") && !/_(bucket|sum|count)$/.test(s.name));
  return (
    <details>
      <summary>{props.program} {plain.length}</summary>
      <table>
        <thead><tr><th>{t("metrics")}</th><th>{t("value")}</th></tr></thead>
        <tbody>
          {plain.map((s) => (
            <tr key={s.name + JSON.stringify(s.labels)}>
              <td><code>{s.name}</code> <span class="quiet">{Object.entries(s.labels).map(([k, v]) => `${k}=${v}`).join(" ")}</span></td>
              <td>{decimals(s.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
