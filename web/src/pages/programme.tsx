// One district's programme of a year.
import { useEffect, useMemo } from "preact/hooks";
import { api } from "../api";
import { clock, dateText, num, percent, place, today } from "../format";
import type {
  DistrictSummaryJson, ProgrammeSummaryJson, ProjectSummaryJson, ScheduleStatusJson, TaskProgressJson,
} from "../gen/duban/analytics/v1/analytics_service_pb";
import { setQuery, useLive, useLoad, useLocation } from "../hooks";
import { useWords } from "../i18n";
import { AsOfSlider } from "../parts/as_of";
import { Gap, Light, Link, ProgressBar, Select, Shown, StatusChip, Tile } from "../parts/basics";
import { Sparkline } from "../parts/charts";
import { IndicatorList } from "../parts/indicators";
import { done, late } from "./overview";

export interface AtDay { summary: ProgrammeSummaryJson; day: string; fallback: string }

// The programme at the asked day; without one, a past year opens at its newest report, a running year today.
export async function loadProgramme(name: string, asOf: string, signal: AbortSignal): Promise<AtDay> {
  const newest = await api.programmeSummary(name, {}, signal);
  const days = (newest.projects ?? []).flatMap((p) => p.tasks ?? []).map((task) => dateText(task.lastReportDate));
  const last = days.filter((day) => day !== "").sort().pop();
  const fallback = place(name).year === today().slice(0, 4) || last === undefined ? today() : last;
  const day = asOf === "" ? fallback : asOf;
  const summary = day === today() ? newest : await api.programmeSummary(name, { asOf: day }, signal);
  return { summary, day, fallback };
}

// Two summaries of one moment may say the same; a page is loaded anew only when they do not.
function useProgramme(name: string, asOf: string) {
  const loaded = useLoad(`programme ${name} ${asOf}`, (signal) => loadProgramme(name, asOf, signal));
  const at = place(name);
  const live = useLive<DistrictSummaryJson>(`/v1/districts/${at.district}/summary:watch?year=${at.year}`, (event) => {
    const known = loaded.value?.summary.basis;
    if (known === undefined) return;
    if (event.basis?.position !== known.position || event.basis?.catalogRevision !== known.catalogRevision) loaded.reload();
  });
  return { loaded, live };
}

export function ProgrammePage(props: { district: string; year: string }) {
  const t = useWords();
  const { query } = useLocation();
  const name = `districts/${props.district}/programmes/${props.year}`;
  const { loaded, live } = useProgramme(name, query.get("as_of") ?? "");
  return (
    <Shown of={loaded}>
      {({ summary, day, fallback }) => (
        <>
          <Title title={summary.districtDisplayName || props.district} year={props.year} />
          <div class="head">
            <h1>
              {summary.districtDisplayName || props.district} <span class="quiet">{props.year}</span>
              <small>{summary.title}</small>
            </h1>
            <p class={`live live-${live}`} role="status">
              {live === "live" ? t("live") : live === "reconnecting" ? t("reconnecting") : ""} · {t("updated", { time: clock(loaded.at) })}
            </p>
          </div>
          <AsOfSlider year={Number(props.year)} value={day} fallback={fallback} />
          <Headline summary={summary} />
          <Projects summary={summary} query={query} day={day} />
          <p class="quiet basis">
            {t("basis", { revision: summary.basis?.catalogRevision ?? "0", position: summary.basis?.position ?? "0" })}
            {(num(summary.basis?.staleSeconds) ?? 0) > 0 && ` · ${t("staleSeconds", { n: Math.round(num(summary.basis?.staleSeconds) ?? 0) })}`}
          </p>
        </>
      )}
    </Shown>
  );
}

export function Title(props: { title: string; year?: string }) {
  const t = useWords();
  useEffect(() => {
    document.title = `${props.title}${props.year ? ` ${props.year}` : ""} · ${t("appName")}`;
  }, [props.title, props.year, t("appName")]);
  return null;
}

const statuses: ScheduleStatusJson[] = ["COMPLETED", "OVERFULFILLED", "AHEAD", "ON_SCHEDULE", "BEHIND", "OVERDUE", "NOT_STARTED",
  "UNREPORTED", "NO_DATA"];

function countsOf(summary: ProgrammeSummaryJson): Map<ScheduleStatusJson, number> {
  const c = summary.counts ?? {};
  const numbers = [c.completed, c.overfulfilled, c.ahead, c.onSchedule, c.behind, c.overdue, c.notStarted, c.unreported, c.noData];
  return new Map(statuses.map((status, i) => [status, numbers[i] ?? 0]));
}

function Headline({ summary }: { summary: ProgrammeSummaryJson }) {
  const t = useWords();
  const at = place(summary.name ?? "");
  const counts = countsOf(summary);
  const tasks = summary.counts?.tasks ?? 0;
  return (
    <section class="headline" aria-label={t("completion")}>
      <div class="hero">
        <div class="hero-number">
          <span class="hero-value">{percent(summary.progress?.completion)}</span>
          <Light light={summary.progress?.light} />
        </div>
        <ProgressBar progress={summary.progress} label={t("completion")} large />
        <p><Gap progress={summary.progress} /> · {t("scheduledAt", { value: percent(summary.progress?.scheduled) })}</p>
        <p class="sentence">{t("programmeSentence", {
          projects: summary.counts?.projects ?? 0, tasks, done: done(summary.counts), late: late(summary.counts) })}</p>
        <Attention summary={summary} />
      </div>
      <div class="hero-side">
        <div class="stack" role="img" aria-label={statuses.filter((s) => counts.get(s)).map((s) => `${t(s)} ${counts.get(s)}`).join(", ")}>
          {statuses.filter((status) => counts.get(status)).map((status) => (
            <div key={status} class={`stack-part stack-${status}`} style={{ flexGrow: counts.get(status) }} />
          ))}
        </div>
        <div class="chips">
          {statuses.filter((status) => counts.get(status)).map((status) => (
            <button key={status} class={`chip chip-${status}`} onClick={() => setQuery({ status })}>{t(status)} {counts.get(status)}</button>
          ))}
        </div>
        <Link to={`/d/${at.district}/${at.year}/findings`} class="finding-link">
          <Tile title={t("openFindings")} tone={(summary.counts?.openFindings ?? 0) > 0 ? "tone-YELLOW" : "tone-GREEN"}>
            {summary.counts?.openFindings ?? 0}
          </Tile>
        </Link>
      </div>
    </section>
  );
}

// The three tasks that are furthest behind, with who must act.
function Attention({ summary }: { summary: ProgrammeSummaryJson }) {
  const t = useWords();
  const at = place(summary.name ?? "");
  const worst = (summary.projects ?? [])
    .flatMap((project) => (project.tasks ?? []).map((task) => ({ project, task, behind: num(task.progress?.pointsBehind) ?? 0 })))
    .filter(({ task }) => ["BEHIND", "OVERDUE", "UNREPORTED"].includes(task.progress?.status ?? ""))
    .sort((a, b) => b.behind - a.behind).slice(0, 3);
  const asOf = new URLSearchParams(location.search).get("as_of");
  return (
    <div class="attention">
      <h2>{t("attention")}</h2>
      {worst.length === 0 && <p class="quiet">{t("noAttention")}</p>}
      <ol>
        {worst.map(({ project, task }) => (
          <li key={task.name}>
            <Light light={task.progress?.light} wordless />{" "}
            <Link to={`/d/${at.district}/${at.year}/p/${project.number}${asOf ? `?as_of=${asOf}` : ""}`}>{project.number} {project.title}：{task.title}</Link>{" "}
            <Gap progress={task.progress} /> <span class="quiet">{unitsOf(project, task).join("、")}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const unitsOf = (project: ProjectSummaryJson, task: TaskProgressJson) =>
  task.leadUnits && task.leadUnits.length > 0 ? task.leadUnits : (project.leadUnits ?? []);

function Projects({ summary, query, day }: { summary: ProgrammeSummaryJson; query: URLSearchParams; day: string }) {
  const t = useWords();
  const projects = summary.projects ?? [];
  const filter = { unit: query.get("unit") ?? "", category: query.get("category") ?? "", status: query.get("status") ?? "",
    leader: query.get("leader") ?? "", text: query.get("q") ?? "" };
  const sort = query.get("sort") ?? "sortNumber";
  const distinct = (values: (string | undefined)[]) => [...new Set(values.filter((v): v is string => !!v))].sort((a, b) => a.localeCompare(b, "zh"));
  const options = useMemo(() => ({
    units: distinct(projects.flatMap((p) => [...(p.leadUnits ?? []), ...(p.tasks ?? []).flatMap((task) => task.leadUnits ?? [])])),
    categories: distinct(projects.map((p) => p.category)),
    leaders: distinct(projects.flatMap((p) => p.leaders ?? [])),
  }), [summary]);
  const shown = projects
    .map((project) => ({ project, tasks: (project.tasks ?? []).filter((task) => matches(project, task, filter)) }))
    .filter(({ tasks }) => tasks.length > 0)
    .sort((a, b) => (sort === "sortBehind"
      ? (num(b.project.progress?.pointsBehind) ?? -999) - (num(a.project.progress?.pointsBehind) ?? -999)
      : sort === "sortCompletion"
        ? (num(b.project.progress?.completion) ?? -1) - (num(a.project.progress?.completion) ?? -1)
        : (a.project.number ?? 0) - (b.project.number ?? 0)));
  const all = (values: string[]): [string, string][] => [["", t("all")], ...values.map((v): [string, string] => [v, v])];
  const filtered = Object.values(filter).some((value) => value !== "");
  return (
    <section aria-label={t("projects")}>
      <div class="filters no-print">
        <label class="field grow">
          <span>{t("search")}</span>
          <input type="search" value={filter.text} placeholder={t("searchProject")} onInput={(e) => setQuery({ q: e.currentTarget.value })} />
        </label>
        <Select label={t("filterUnit")} value={filter.unit} options={all(options.units)} onChange={(unit) => setQuery({ unit })} />
        {options.categories.length > 0 && <Select label={t("filterCategory")} value={filter.category} options={all(options.categories)}
          onChange={(category) => setQuery({ category })} />}
        <Select label={t("filterStatus")} value={filter.status} onChange={(status) => setQuery({ status })}
          options={[["", t("all")], ...statuses.map((s): [string, string] => [s, t(s)])]} />
        {options.leaders.length > 0 && <Select label={t("filterLeader")} value={filter.leader} options={all(options.leaders)}
          onChange={(leader) => setQuery({ leader })} />}
        <Select label={t("sortBy")} value={sort} onChange={(value) => setQuery({ sort: value })}
          options={[["sortNumber", t("sortNumber")], ["sortBehind", t("sortBehind")], ["sortCompletion", t("sortCompletion")]]} />
        {filtered && <button onClick={() => setQuery({ unit: "", category: "", status: "", leader: "", q: "" })}>{t("clearFilters")}</button>}
      </div>
      {shown.length === 0 && <p class="empty">{t("nothing")}</p>}
      <ol class="projects">
        {shown.map(({ project, tasks }) => <ProjectCard key={project.name} project={project} tasks={tasks} day={day} open={filtered} />)}
      </ol>
    </section>
  );
}

function matches(project: ProjectSummaryJson, task: TaskProgressJson,
  filter: { unit: string; category: string; status: string; leader: string; text: string }): boolean {
  if (filter.unit !== "" && !unitsOf(project, task).includes(filter.unit)) return false;
  if (filter.category !== "" && project.category !== filter.category) return false;
  if (filter.status !== "" && (task.progress?.status ?? "NO_DATA") !== filter.status) return false;
  if (filter.leader !== "" && !(project.leaders ?? []).includes(filter.leader)) return false;
  if (filter.text === "") return true;
  const text = [project.title, task.title, project.category, ...(project.leaders ?? []), ...unitsOf(project, task),
    ...(task.indicators ?? []).map((i) => i.measure)].join(" ");
  return filter.text.split(/\s+/).every((word) => text.includes(word));
}

function ProjectCard(props: { project: ProjectSummaryJson; tasks: TaskProgressJson[]; day: string; open: boolean }) {
  const t = useWords();
  const { project, tasks, day } = props;
  const at = place(project.name ?? "");
  const trend = useLoad(`trend ${project.name} ${day}`, (signal) => api.trend(project.name ?? "", { asOf: day }, signal));
  const dayQuery = new URLSearchParams(location.search).get("as_of");
  const path = `/d/${at.district}/${at.year}/p/${at.project}${dayQuery ? `?as_of=${dayQuery}` : ""}`;
  return (
    <li class={`card edge-${project.progress?.light ?? "GREY"}`}>
      <div class="project-line">
        <div class="project-title">
          <h2><span class="number">{project.number}</span> <Link to={path}>{project.title}</Link></h2>
          <p class="quiet">{[project.category, (project.leadUnits ?? []).join("、"), (project.leaders ?? []).join("、")].filter(Boolean).join(" · ")}</p>
        </div>
        <Light light={project.progress?.light} />
        <div class="project-bar">
          <div class="bar-line"><b>{percent(project.progress?.completion)}</b> <Gap progress={project.progress} /></div>
          <ProgressBar progress={project.progress} label={project.title ?? ""} />
        </div>
        <Sparkline trend={trend.value} label={t("trend")} />
      </div>
      <details open={props.open}>
        <summary>{t("tasks")} {tasks.length}{worst(project, t)}</summary>
        <ul class="tasks">
          {tasks.map((task) => (
            <li key={task.name}>
              <div class="task-line">
                <span class="task-title">{task.title}</span>
                <StatusChip status={task.progress?.status} />
                <b>{percent(task.progress?.completion)}</b>
              </div>
              <IndicatorList task={task} />
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

function worst(project: ProjectSummaryJson, t: ReturnType<typeof useWords>): string {
  const weakest = (project.tasks ?? []).find((task) => task.name === project.weakestTask);
  if (weakest === undefined || (project.tasks ?? []).length < 2) return "";
  return ` · ${t("weakest")}: ${weakest.title ?? ""} ${percent(project.weakestCompletion)}`;
}
