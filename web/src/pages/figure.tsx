// Where a figure comes from: sentence, document, report, journal, verification.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api";
import { clock, dateText, place } from "../format";
import type { VerifyJournalResponseJson } from "../gen/duban/ingest/v1/progress_service_pb";
import type { ReportJson } from "../gen/duban/type/v1/report_pb";
import { type Loaded, useLoad, useLocation } from "../hooks";
import { useWords } from "../i18n";
import { Link, Problem, Shown } from "../parts/basics";
import { saveFile } from "../parts/save_file";
import { checkProof, type Proof } from "../proof";
import { Title } from "./programme";

export function FigurePage() {
  const t = useWords();
  const { query } = useLocation();
  const report = query.get("report") ?? "";
  const district = query.get("district") ?? place(report).district;
  const what = query.get("what") ?? "";
  const loadedReport = useLoad(`report ${report}`, (signal) => (report === "" ? Promise.resolve(undefined) : api.report(report, signal)));
  const id = query.get("doc") || loadedReport.value?.documentId || "";
  return (
    <>
      <Title title={t("figureTitle")} />
      <nav class="crumbs"><button onClick={() => history.back()}>← {t("back")}</button></nav>
      <h1>{t("figureTitle")}</h1>
      <p class="sentence">{t("figureOf", { what, value: query.get("value") ?? "" })}</p>
      {query.get("how") && <p>{query.get("how")}</p>}
      <div class="figure-columns">
        <section>
          <h2>{t("figureDocument")}</h2>
          {query.get("quote") && <p>{t("quote")}：<q>{query.get("quote")}</q></p>}
          {id === "" ? <p class="quiet">{t("documentMissing")}</p>
            : <Original id={id} start={Number(query.get("start") ?? "0")} end={Number(query.get("end") ?? "0")} />}
        </section>
        <section>
          <h2>{t("figureReport")}</h2>
          {report === "" ? <p class="quiet">–</p> : (
            <Shown of={loadedReport}>
              {(value) => value === undefined ? null : (
                <dl class="facts">
                  <div><dt>{t("asOf")}</dt><dd>{dateText(value.asOf)}</dd></div>
                  <div><dt>{t("status")}</dt><dd>{t(value.status ?? "STATED_STATUS_UNSPECIFIED")}</dd></div>
                  <div><dt>{t("task")}</dt><dd><Link to={`/d/${district}/${place(value.task ?? "").year}/p/${place(value.task ?? "").project}`}>{value.task}</Link></dd></div>
                  <div><dt>{t("figureJournal")}</dt><dd>{t("journalPosition", { n: value.position ?? "" })} <code>{value.name}</code></dd></div>
                  {value.acceptTime && <div><dt>{t("acceptedAt")}</dt><dd>{new Date(value.acceptTime).toLocaleString("zh-CN")}</dd></div>}
                  {value.documentId && <div><dt>{t("documentId")}</dt><dd><code class="hash">{value.documentId}</code></dd></div>}
                  {value.narrative && <div><dt>{t("narrative")}</dt><dd>{value.narrative}</dd></div>}
                </dl>
              )}
            </Shown>
          )}
          <h2>{t("figureVerify")}</h2>
          <Verification district={district} />
          {loadedReport.value !== undefined && (
            <FigureProof report={loadedReport.value} start={Number(query.get("start") ?? "0")} end={Number(query.get("end") ?? "0")} />
          )}
        </section>
      </div>
    </>
  );
}

// The sentence around a span, in code points: up to the next full stop, semicolon, line or table cell on either side.
function sentenceAround(letters: string[], start: number, end: number): [number, number] {
  const ends = "。；;！？\n|｜";
  let from = start;
  while (from > 0 && !ends.includes(letters[from - 1] ?? "")) from -= 1;
  let to = end;
  while (to < letters.length && !ends.includes(letters[to] ?? "")) to += 1;
  return [from, to];
}

function Original(props: { id: string; start: number; end: number }) {
  const loaded = useLoad(`document ${props.id}`, (signal) => api.document(props.id, signal));
  const mark = useRef<HTMLElement>(null);
  useEffect(() => {
    // Only the document scrolls, not the page around it.
    const box = mark.current?.closest<HTMLElement>(".original");
    if (box && mark.current) box.scrollTop = mark.current.offsetTop - box.offsetTop - box.clientHeight / 2;
  }, [loaded.value]);
  return (
    <Shown of={loaded}>
      {(document) => {
        // Spans count code points, not UTF-16 units.
        const letters = Array.from(document.text ?? "");
        const valid = props.end > props.start && props.end <= letters.length;
        const [from, to] = valid ? sentenceAround(letters, props.start, props.end) : [0, 0];
        const part = (from: number, to?: number) => letters.slice(from, to).join("");
        return (
          <>
            <p class="quiet">{document.fileName} <code class="hash">{props.id.slice(0, 16)}…</code></p>
            <div class="original" tabIndex={0} role="document" aria-label={document.fileName ?? ""}>
              {!valid && part(0)}
              {valid && (
                <>
                  {part(0, from)}
                  <span class="sentence-mark">
                    {part(from, props.start)}
                    <mark ref={mark}>{part(props.start, props.end)}</mark>
                    {part(props.end, to)}
                  </span>
                  {part(to)}
                </>
              )}
            </div>
          </>
        );
      }}
    </Shown>
  );
}

function Verification(props: { district: string }) {
  const t = useWords();
  const loaded: Loaded<VerifyJournalResponseJson> = useLoad(`verify ${props.district}`, (signal) => api.verify(props.district, signal));
  const [shownAt, setShownAt] = useState(0);
  useEffect(() => setShownAt(loaded.at), [loaded.at]);
  if (loaded.value === undefined) return loaded.error ? <Problem error={loaded.error} retry={loaded.reload} /> : <p role="status">{t("verifyRunning")}</p>;
  const { ok, entries, firstBroken } = loaded.value;
  return (
    <p class={ok ? "verified" : "problem"} role="status">
      {ok ? `✓ ${t("verifyOk", { n: entries ?? "0" })}` : `✗ ${t("verifyBroken", { what: firstBroken ?? "" })}`}
      <span class="quiet"> {clock(shownAt)}</span>
    </p>
  );
}

// The proof that an outsider could check, checked here by the browser.
function FigureProof(props: { report: ReportJson; start: number; end: number }) {
  const t = useWords();
  const { report } = props;
  const found = (report.measurements ?? []).findIndex((m) => m.source?.start === props.start && m.source?.end === props.end);
  const name = report.name ?? "";
  const loaded = useLoad(`proof ${name} ${found}`, async (signal) => {
    if (found < 0) return undefined;
    const json = await api.proof(name, found, signal);
    return { json, result: await checkProof(JSON.parse(json) as Proof) };
  });
  if (loaded.value === undefined) return loaded.error ? <Problem error={loaded.error} /> : null;
  const { json, result } = loaded.value;
  const signs = { true: "✓", false: "✗", undefined: "–" };
  const bad = Object.values(result).includes(false);
  return (
    <>
      <h2>{t("proofTitle")}</h2>
      <div class={bad ? "problem" : "verified"} role="status">
        <p>{t("proofIntro")}</p>
        <ul class="proof">
          {(["document", "quote", "chain", "signature"] as const).map((step) => (
            <li key={step}>{signs[`${result[step]}`]} {t(`proof_${step}`)}{result[step] === undefined && <span class="quiet"> · {t("proofUnknown")}</span>}</li>
          ))}
        </ul>
      </div>
      <p><button onClick={() => saveFile(new Blob([json], { type: "application/json" }), `proof-${name.replaceAll("/", "-")}-${found}.json`)}>{t("proofDownload")}</button>{" "}
        <span class="quiet">{t("proofHint")}</span></p>
    </>
  );
}
