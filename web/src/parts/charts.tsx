// Curves. uPlot draws the large one; small ones are plain SVG. Each says its content in words or a table as well.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { dateText, dayNumber, dayText, num, percent } from "../format";
import type { ForecastJson, TrendJson } from "../gen/duban/analytics/v1/analytics_service_pb";
import { useWords } from "../i18n";

interface Point { day: number; completion: number | null; scheduled: number | null }

function pointsOf(trend: TrendJson): Point[] {
  return (trend.points ?? []).map((point) => ({
    day: dayNumber(dateText(point.date)),
    completion: num(point.completion) ?? null,
    scheduled: num(point.scheduled) ?? null,
  }));
}

export function Sparkline(props: { trend: TrendJson | undefined; label: string }) {
  const points = props.trend === undefined ? [] : pointsOf(props.trend).filter((point) => point.completion !== null);
  const first = points[0];
  const last = points[points.length - 1];
  // One point is no line; the bar beside it says the same.
  if (first === undefined || last === undefined || points.length < 2) return <span class="spark" />;
  const width = 84;
  const height = 24;
  const span = Math.max(1, last.day - first.day);
  const x = (day: number) => 3 + ((day - first.day) / span) * (width - 6);
  const y = (share: number) => height - 3 - Math.min(1, share) * (height - 6);
  const line = points.map((point) => `${x(point.day).toFixed(1)},${y(point.completion ?? 0).toFixed(1)}`).join(" ");
  const label = `${props.label}: ${points.map((p) => `${dayText(p.day)} ${percent(p.completion ?? 0)}`).join(", ")}`;
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <title>{label}</title>
      <polyline points={line} />
      <circle cx={x(last.day)} cy={y(last.completion ?? 0)} r="2.5" />
    </svg>
  );
}

// x in days; series: reached, schedule, forecast, late and early edge of its band.
function seriesOf(trend: TrendJson, forecast: ForecastJson | undefined): (number | null)[][] {
  const points = pointsOf(trend);
  const last = [...points].reverse().find((point) => point.completion !== null);
  const rows = new Map<number, (number | null)[]>();
  const at = (day: number) => {
    const row = rows.get(day) ?? [null, null, null, null, null];
    rows.set(day, row);
    return row;
  };
  for (const point of points) {
    const row = at(point.day);
    row[0] = point.completion;
    row[1] = point.scheduled;
  }
  // The year begins at nothing, by plan and in fact.
  const first = points[0];
  const begin = first === undefined ? 0 : dayNumber(`${dayText(first.day).slice(0, 4)}-01-01`);
  if (first !== undefined && begin < first.day && begin < (last?.day ?? 0)) {
    at(begin)[0] = 0;
    at(begin)[1] = 0;
  }
  const due = dateText(forecast?.dueDate);
  if (due !== "" && (points[points.length - 1]?.day ?? 0) < dayNumber(due)) at(dayNumber(due))[1] = 1;
  const finish = dateText(forecast?.finishDate);
  if (last !== undefined && last.completion !== null && finish !== "" && last.completion < 1) {
    const ends: [number, string][] = [[2, finish], [3, dateText(forecast?.latestDate)], [4, dateText(forecast?.earliestDate)]];
    // A forecast years away would press the year that matters into a corner.
    const limit = last.day + 550;
    for (const [series, text] of ends) {
      if (text === "") continue;
      const day = dayNumber(text);
      if (day <= last.day) continue;
      at(last.day)[series] = last.completion;
      const end = Math.min(day, limit);
      at(end)[series] = last.completion + ((1 - last.completion) * (end - last.day)) / (day - last.day);
    }
  }
  const days = [...rows.keys()].sort((a, b) => a - b);
  return [days, ...[0, 1, 2, 3, 4].map((i) => interpolate(days, days.map((day) => rows.get(day)?.[i] ?? null), i >= 1))];
}

// Straight lines between known values, so that edges of a band meet every x.
function interpolate(days: number[], values: (number | null)[], fill: boolean): (number | null)[] {
  if (!fill) return values;
  const known = values.flatMap((value, i) => (value === null ? [] : [i]));
  return values.map((value, i) => {
    if (value !== null) return value;
    const before = known.filter((k) => k < i).pop();
    const after = known.find((k) => k > i);
    if (before === undefined || after === undefined) return null;
    const [x0, x1] = [days[before] ?? 0, days[after] ?? 0];
    const [y0, y1] = [values[before] ?? 0, values[after] ?? 0];
    return y0 + ((y1 - y0) * ((days[i] ?? 0) - x0)) / (x1 - x0);
  });
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// First days of months, at most `most` of them, in steps that divide the year.
function monthStarts(from: number, to: number, most: number): number[] {
  const step = [1, 2, 3, 6, 12].find((months) => (to - from) / 30.4 / months <= most) ?? 12;
  const days: number[] = [];
  for (let year = Number(dayText(from).slice(0, 4)), month = 0; ; month += step) {
    const day = Date.UTC(year, month, 1) / 86_400_000;
    if (day > to) return days;
    if (day >= from) days.push(day);
  }
}

export function BurnUp(props: { trend: TrendJson; forecast: ForecastJson | undefined; theme: string }) {
  const t = useWords();
  const box = useRef<HTMLDivElement>(null);
  const points = pointsOf(props.trend);
  const words = [t("actual"), t("planned"), t("forecast"), t("forecastBand")];
  useEffect(() => {
    const target = box.current;
    if (target === null || points.length === 0) return undefined;
    const axis = { stroke: colour("--quiet"), font: `13px ${getComputedStyle(document.documentElement).fontFamily}`, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
    const data = seriesOf(props.trend, props.forecast);
    const share = (_: uPlot, value: number | null) => (value === null ? "–" : percent(value));
    const edge = { stroke: colour("--forecast"), width: 1, dash: [2, 4], points: { show: false }, value: share };
    const plot = new uPlot(
      {
        width: target.clientWidth || 600, height: 280, legend: { show: false }, cursor: { y: false },
        scales: { x: { time: false }, y: { range: [0, Math.max(1.02, ...(data[1] ?? []).map((v) => v ?? 0))] } },
        axes: [
          { ...axis, splits: (u) => monthStarts(u.scales["x"]?.min ?? 0, u.scales["x"]?.max ?? 0, u.width / 60),
            values: (_, ticks) => ticks.map((day) => dayText(day).slice(0, 7)) },
          { ...axis, values: (_, ticks) => ticks.map((value) => `${Math.round(value * 100)}%`), size: 52 },
        ],
        series: [
          {},
          { label: words[0] ?? "", stroke: colour("--accent"), width: 3, spanGaps: true, points: { show: true, size: 7 }, value: share },
          { label: words[1] ?? "", stroke: colour("--quiet"), width: 2, dash: [6, 4], spanGaps: true, points: { show: false }, value: share },
          { label: words[2] ?? "", stroke: colour("--forecast"), width: 2, dash: [8, 4], points: { show: false }, value: share },
          { label: "", ...edge },
          { label: "", ...edge },
        ],
        bands: [{ series: [5, 4], fill: `${colour("--forecast")}33` }],
      },
      data as uPlot.AlignedData,
      target,
    );
    const watcher = new ResizeObserver(() => plot.setSize({ width: target.clientWidth, height: 280 }));
    watcher.observe(target);
    return () => {
      watcher.disconnect();
      plot.destroy();
    };
  }, [props.trend, props.forecast, props.theme, words.join()]);
  if (points.length === 0) return <p class="empty">{t("burnupNone")}</p>;
  return (
    <figure class="burnup">
      <div ref={box} aria-hidden="true" class="plot" />
      <figcaption>
        <span class="key key-actual">{words[0]}</span>
        <span class="key key-planned">{words[1]}</span>
        {props.forecast?.finishDate !== undefined && <span class="key key-forecast">{words[2]}</span>}
      </figcaption>
      <table class="hidden">
        <caption>{t("burnup")}</caption>
        <thead><tr><th>{t("asOf")}</th><th>{words[0]}</th><th>{words[1]}</th></tr></thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.day}>
              <td>{dayText(point.day)}</td><td>{percent(point.completion ?? undefined)}</td><td>{percent(point.scheduled ?? undefined)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

export interface Step { from: string; to: string; title: string; note: string; late: boolean }

// Dated steps over the year, one line each.
export function TimeLine(props: { year: number; steps: Step[]; now: string }) {
  const start = dayNumber(`${props.year}-01-01`);
  const days = dayNumber(`${props.year}-12-31`) - start + 1;
  const at = (text: string) => Math.min(100, Math.max(0, ((dayNumber(text) - start) / days) * 100));
  return (
    <ol class="timeline">
      {props.steps.map((step) => {
        const left = at(step.from);
        const width = Math.max(1, at(step.to) - left);
        return (
          <li key={step.title + step.from + step.to} class={step.late ? "late" : ""}>
            <div class="timeline-text">
              <time>{step.from === step.to ? step.to : `${step.from} – ${step.to}`}</time> {step.title}
              {step.note !== "" && <span class="quiet"> · {step.note}</span>}
            </div>
            <div class="timeline-track" aria-hidden="true">
              <div class="timeline-span" style={{ left: `${left}%`, width: `${Math.min(width, 100 - left)}%` }} />
              <div class="timeline-now" style={{ left: `${at(props.now)}%` }} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}
