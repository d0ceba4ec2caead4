// All districts at a glance.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api } from "../api";
import { dateText, num, percent, place, today } from "../format";
import type { DistrictSummaryJson } from "../gen/duban/analytics/v1/analytics_service_pb";
import { setQuery, useLoad, useLocation } from "../hooks";
import { type Word, useWords } from "../i18n";
import { Gap, Light, lightSign, Link, ProgressBar, Select, Shown, Tile } from "../parts/basics";
import { Sparkline } from "../parts/charts";

const orders: Record<string, (a: DistrictSummaryJson, b: DistrictSummaryJson) => number> = {
  sortBehind: (a, b) => (num(b.progress?.pointsBehind) ?? -999) - (num(a.progress?.pointsBehind) ?? -999),
  sortCompletion: (a, b) => (num(b.progress?.completion) ?? -1) - (num(a.progress?.completion) ?? -1),
  sortFindings: (a, b) => (b.counts?.openFindings ?? 0) - (a.counts?.openFindings ?? 0),
  sortCode: (a, b) => (a.name ?? "").localeCompare(b.name ?? ""),
};

export const late = (counts: DistrictSummaryJson["counts"]) => (counts?.behind ?? 0) + (counts?.overdue ?? 0);
export const done = (counts: DistrictSummaryJson["counts"]) => (counts?.completed ?? 0) + (counts?.overfulfilled ?? 0);

const sampled = 12;

// The day that a past year opens at: up to which half of the leading districts had reported. A year that runs opens today.
async function openingDay(year: number, signal: AbortSignal): Promise<string> {
  if (String(year) === today().slice(0, 4)) return "";
  const leading = await api.leadingDistricts(year, sampled, {}, signal);
  const trends = await Promise.allSettled(leading.filter((d) => d.programme).map((d) => api.trend(d.programme ?? "", {}, signal)));
  const newest = trends.flatMap((trend) => {
    if (trend.status !== "fulfilled") return [];
    // A trend ends at the day it was asked for, reported or not.
    const asked = dateText(trend.value.basis?.asOf);
    const days = (trend.value.points ?? []).filter((point) => point.completion !== undefined).map((point) => dateText(point.date));
    return days.filter((day) => day < asked).sort().slice(-1);
  });
  return newest.sort()[Math.floor(newest.length / 2)] ?? "";
}

// Without a year asked for: the newest one of which anything is reported, else the newest one with a programme. The most
// complete district comes first, so one of each year says it.
async function newestYear(asOf: string, signal: AbortSignal): Promise<number> {
  const newest = Number((asOf || today()).slice(0, 4));
  let planned = 0;
  for (let year = newest; year > newest - 8; year -= 1) {
    const [first] = await api.leadingDistricts(year, 1, { asOf }, signal);
    if (first?.progress?.completion !== undefined) return year;
    if (first !== undefined && planned === 0) planned = year;
  }
  return planned;
}

export function Overview() {
  const t = useWords();
  const { query } = useLocation();
  const asked = Number(query.get("year") ?? "0");
  const asOf = query.get("as_of") ?? "";
  const loaded = useLoad(`overview ${asked} ${asOf}`, async (signal) => {
    const year = asked === 0 ? await newestYear(asOf, signal) : asked;
    if (year === 0) return { day: today(), year, districts: [] };
    const day = asOf === "" ? await openingDay(year, signal) : asOf;
    return { day: day === "" ? today() : day, year, districts: await api.compareDistricts(year, { asOf: day }, signal) };
  });
  return (
    <Shown of={loaded}>
      {({ districts, day, year }) =>
        districts.length === 0 && asked === 0 ? <Welcome /> : <Districts districts={districts} day={day} year={year} asked={asked}
          order={query.get("sort") ?? "sortBehind"} view={query.get("view") ?? "table"} text={query.get("q") ?? ""} t={t} />}
    </Shown>
  );
}

function Welcome() {
  const t = useWords();
  return (
    <section class="welcome">
      <h1>{t("navOverview")}</h1>
      <p>{t("noProgrammes")}</p>
      <Link to="/import" class="button">{t("navImport")}</Link>
    </section>
  );
}

interface DistrictsProps {
  districts: DistrictSummaryJson[]; day: string; year: number; asked: number; order: string; view: string; text: string;
  t: ReturnType<typeof useWords>;
}

function Districts({ districts, day, year, asked, order, view, text, t }: DistrictsProps) {
  const shown = useMemo(() => {
    const matching = districts.filter((d) => text === "" || `${d.displayName ?? ""} ${d.name ?? ""}`.includes(text));
    return [...matching].sort(orders[order] ?? orders["sortBehind"]);
  }, [districts, order, text]);
  const sum = (count: (d: DistrictSummaryJson) => number) => districts.reduce((total, d) => total + count(d), 0);
  const totals = {
    districts: districts.length, projects: sum((d) => d.counts?.projects ?? 0), tasks: sum((d) => d.counts?.tasks ?? 0),
    done: sum((d) => done(d.counts)), late: sum((d) => late(d.counts)), findings: sum((d) => d.counts?.openFindings ?? 0),
  };
  const lights = (light: string) => districts.filter((d) => (d.progress?.light ?? "GREY") === light).length;
  const thisYear = Number(today().slice(0, 4));
  const years = [["", t("allYears")], ...Array.from({ length: 8 }, (_, i) => [String(thisYear - i), String(thisYear - i)])];
  return (
    <>
      <h1>{t("navOverview")} <small>{year} · {t("asOf")} {day}</small></h1>
      <p class="sentence">{t("sentence", totals)}</p>
      <div class="tiles">
        {(["GREEN", "YELLOW", "RED", "GREY"] as const).map((light) => (
          <Tile key={light} title={t(light)} tone={`tone-${light}`}>
            <span aria-hidden="true">{lightSign(light)}</span> {lights(light)}
          </Tile>
        ))}
      </div>
      <div class="filters no-print">
        <label class="field grow">
          <span>{t("search")}</span>
          <input type="search" value={text} placeholder={t("searchDistrict")} onInput={(e) => setQuery({ q: e.currentTarget.value })} />
        </label>
        <Select label={t("year")} value={asked === 0 ? "" : String(asked)} options={years as [string, string][]}
          onChange={(value) => setQuery({ year: value, as_of: "" })} />
        <label class="field">
          <span>{t("asOf")}</span>
          <input type="date" value={day} onChange={(e) => setQuery({ as_of: e.currentTarget.value })} />
        </label>
        <Select label={t("sortBy")} value={order} onChange={(value) => setQuery({ sort: value })}
          options={Object.keys(orders).map((name) => [name, t(name as Word)])} />
        <Select label={t("view")} value={view} onChange={(value) => setQuery({ view: value })}
          options={[["table", t("table")], ["heat", t("heat")]]} />
      </div>
      {shown.length === 0 && <p class="empty">{t("nothing")}</p>}
      {view === "heat" ? <HeatMap districts={shown} day={day} /> : <DistrictTable districts={shown} day={day} />}
    </>
  );
}

const target = (district: DistrictSummaryJson, day: string) => {
  const at = place(district.programme ?? "");
  const query = day === today() ? "" : `?as_of=${day}`;
  return `/d/${at.district}/${at.year}${query}`;
};

function HeatMap(props: { districts: DistrictSummaryJson[]; day: string }) {
  const t = useWords();
  return (
    <>
      <p class="quiet">{t("heatHint")}</p>
      <div class="heat">
        {props.districts.map((district) => (
          <Link key={district.name} to={target(district, props.day)} class={`heat-tile heat-${district.progress?.light ?? "GREY"}`}>
            <span>{district.displayName || place(district.name ?? "").district}</span>
            <b><span aria-hidden="true">{lightSign(district.progress?.light)}</span>
              <span class="hidden">{t(district.progress?.light ?? "GREY")}</span> {percent(district.progress?.completion)}</b>
          </Link>
        ))}
      </div>
    </>
  );
}

const rowHeight = 76;

// Only the rows in view exist, so that a country of districts scrolls as smoothly as a city of them.
function DistrictTable(props: { districts: DistrictSummaryJson[]; day: string }) {
  const t = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<[number, number]>([0, 20]);
  // Rows that only fly by ask for nothing.
  const [calm, setCalm] = useState(true);
  const many = props.districts.length > 40;
  useEffect(() => {
    if (!many) return undefined;
    let timer = 0;
    const measure = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => setCalm(true), 200);
      setCalm(false);
      const top = -(box.current?.getBoundingClientRect().top ?? 0);
      const first = Math.max(0, Math.floor(top / rowHeight) - 5);
      const last = first + Math.ceil(window.innerHeight / rowHeight) + 10;
      setRange((old) => (old[0] === first && old[1] === last ? old : [first, last]));
    };
    const everything = () => setRange([0, props.districts.length]);
    measure();
    window.addEventListener("scroll", measure, { passive: true });
    window.addEventListener("resize", measure);
    window.addEventListener("beforeprint", everything);
    window.addEventListener("afterprint", measure);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener("beforeprint", everything);
      window.removeEventListener("afterprint", measure);
      window.removeEventListener("scroll", measure);
      window.removeEventListener("resize", measure);
    };
  }, [many, props.districts.length]);
  const [from, to] = many ? range : [0, props.districts.length];
  return (
    <div ref={box} class="rows" role="table" aria-label={t("navOverview")} aria-rowcount={props.districts.length}
      style={many ? { height: `${props.districts.length * rowHeight}px` } : undefined}>
      {props.districts.slice(from, to).map((district, i) => (
        <div key={district.name} role="row" aria-rowindex={from + i + 1} class={`district-row ${many ? "floating" : ""}`}
          style={many ? { top: `${(from + i) * rowHeight}px` } : undefined}>
          <DistrictRow district={district} day={props.day} calm={calm} />
        </div>
      ))}
    </div>
  );
}

function Trend(props: { programme: string; day: string }) {
  const t = useWords();
  const trend = useLoad(`spark ${props.programme} ${props.day}`, (signal) => api.trend(props.programme, { asOf: props.day }, signal));
  return <Sparkline trend={trend.value} label={t("trend")} />;
}

function DistrictRow(props: { district: DistrictSummaryJson; day: string; calm: boolean }) {
  const t = useWords();
  const { district, day } = props;
  const [wanted, setWanted] = useState(props.calm);
  if (props.calm && !wanted) setWanted(true);
  const counts = district.counts ?? {};
  const name = district.displayName || place(district.name ?? "").district;
  const stale = num(district.basis?.staleSeconds) ?? 0;
  return (
    <>
      <div role="rowheader" class="district-name">
        <Link to={target(district, day)}>{name}</Link>
        <span class="quiet">{place(district.name ?? "").district} · {place(district.programme ?? "").year}</span>
      </div>
      <div role="cell" class="district-light"><Light light={district.progress?.light} /></div>
      <div role="cell" class="district-bar">
        <div class="bar-line"><b>{percent(district.progress?.completion)}</b> <Gap progress={district.progress} /></div>
        <ProgressBar progress={district.progress} label={name} />
      </div>
      <div role="cell" class="district-trend">{wanted && <Trend programme={district.programme ?? ""} day={day} />}</div>
      <div role="cell" class="district-counts">
        <span>{t("done")} <b>{done(counts)}</b>/{counts.tasks ?? 0}</span>
        <span class={late(counts) > 0 ? "bad" : ""}>{t("late")} <b>{late(counts)}</b></span>
        <span>{t("findings")} <b>{counts.openFindings ?? 0}</b></span>
        {stale > 0 && <span class="bad">{t("staleSeconds", { n: Math.round(stale) })}</span>}
      </div>
    </>
  );
}
