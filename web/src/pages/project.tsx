// One promise: tasks, steps, curve, reports, findings.
import { api } from "../api";
import { dateText, decimals, num, percent, place, today } from "../format";
import type { FindingJson, ProjectSummaryJson, TaskProgressJson } from "../gen/duban/analytics/v1/analytics_service_pb";
import type { ProjectJson } from "../gen/duban/type/v1/programme_pb";
import type { ReportJson } from "../gen/duban/type/v1/report_pb";
import { useLoad, useLocation } from "../hooks";
import { useWords } from "../i18n";
import { AsOfSlider } from "../parts/as_of";
import { Gap, Light, Link, Problem, ProgressBar, Shown, StatusChip } from "../parts/basics";
import { BurnUp, type Step, TimeLine } from "../parts/charts";
import { FigureLink } from "../parts/figure_link";
import { FindingCard } from "../parts/finding_card";
import { IndicatorList } from "../parts/indicators";
import { loadProgramme, Title } from "./programme";

export function ProjectPage(props: { district: string; year: string; project: string; theme: string }) {
  const t = useWords();
  const { query } = useLocation();
  const programme = `districts/${props.district}/programmes/${props.year}`;
  const name = `${programme}/projects/${props.project}`;
  const asOf = query.get("as_of") ?? "";
  const loaded = useLoad(`project ${name} ${asOf}`, async (signal) => {
    const at = await loadProgramme(programme, asOf, signal);
    const project = at.summary.projects?.find((p) => p.name === name);
    const moment = { asOf: at.day };
    const [catalog, trend, forecast, findings] = await Promise.all([
      api.programme(programme, signal),
      api.trend(name, moment, signal),
      api.forecast(name, moment, signal).catch(() => undefined),
      api.findings(programme, moment, signal).catch(() => ({ findings: [] as FindingJson[] })),
    ]);
    return { ...at, project, trend, forecast, plan: catalog.projects?.find((p) => String(p.number) === props.project),
      findings: (findings.findings ?? []).filter((f) => `${f.subject}/`.startsWith(`${name}/`)) };
  });
  return (
    <Shown of={loaded}>
      {({ project, plan, trend, forecast, findings, day, fallback, summary }) => {
        if (project === undefined) return <p class="empty">{t("nothing")}</p>;
        return (
          <>
            <Title title={project.title ?? ""} year={props.year} />
            <nav class="crumbs" aria-label={t("back")}>
              <Link to={`/d/${props.district}/${props.year}${asOf ? `?as_of=${asOf}` : ""}`}>← {summary.districtDisplayName || props.district} {props.year}</Link>
            </nav>
            <Head project={project} plan={plan} />
            <AsOfSlider year={Number(props.year)} value={day} fallback={fallback} />
            <section>
              <h2>{t("burnup")}</h2>
              <BurnUp trend={trend} forecast={forecast} theme={props.theme} />
              {forecast !== undefined && <p class="sentence">{forecastSentence(forecast, t)}</p>}
            </section>
            <section>
              <h2>{t("tasks")}</h2>
              {(project.tasks ?? []).map((task) => (
                <Task key={task.name} task={task} steps={stepsOf(plan, task, day, t)} year={Number(props.year)} day={day} />
              ))}
            </section>
            {findings.length > 0 && (
              <section>
                <h2>{t("findings")}</h2>
                {findings.map((finding) => <FindingCard key={finding.id} level="h3" finding={finding} onChanged={loaded.reload} />)}
              </section>
            )}
          </>
        );
      }}
    </Shown>
  );
}

function Head({ project, plan }: { project: ProjectSummaryJson; plan: ProjectJson | undefined }) {
  const t = useWords();
  const facts: [string, string[] | undefined][] = [
    [t("category"), project.category ? [project.category] : []], [t("leadUnits"), project.leadUnits],
    [t("cooperatingUnits"), project.cooperatingUnits], [t("leaders"), project.leaders]];
  return (
    <header>
      <h1><span class="number">{project.number}</span> {project.title}</h1>
      <div class="hero">
        <div class="hero-number"><span class="hero-value">{percent(project.progress?.completion)}</span> <Light light={project.progress?.light} /></div>
        <ProgressBar progress={project.progress} label={t("completion")} large />
        <p><Gap progress={project.progress} /> · {t("scheduledAt", { value: percent(project.progress?.scheduled) })}</p>
      </div>
      <dl class="facts">
        {facts.filter(([, values]) => values && values.length > 0).map(([label, values]) => (
          <div key={label}><dt>{label}</dt><dd>{values?.join("、")}</dd></div>
        ))}
      </dl>
      {plan?.content && plan.content !== project.title && <blockquote>{plan.content}</blockquote>}
    </header>
  );
}

function forecastSentence(forecast: import("../gen/duban/analytics/v1/analytics_service_pb").ForecastJson, t: ReturnType<typeof useWords>): string {
  if (forecast.method === "DONE") return t("forecastDone");
  if (forecast.method === "NONE" || forecast.finishDate === undefined) return t("forecastNone");
  const range = forecast.earliestDate && forecast.latestDate
    ? t("forecastRange", { from: dateText(forecast.earliestDate), to: dateText(forecast.latestDate) }) : "";
  const method = forecast.method === "THEIL_SEN" ? t("THEIL_SEN") : t("EARNED_SCHEDULE");
  return `${t("forecastFinish", { date: dateText(forecast.finishDate) })}${range}${t("language") === "中文" ? ". " : "。"}${
    t("forecastMethod", { method, n: forecast.reportsUsed ?? 0 })}`;
}

function stepsOf(plan: ProjectJson | undefined, task: TaskProgressJson, day: string, t: ReturnType<typeof useWords>): Step[] {
  const milestones = plan?.tasks?.find((p) => p.number === task.number)?.milestones ?? [];
  const isDone = task.progress?.status === "COMPLETED" || task.progress?.status === "OVERFULFILLED";
  return milestones.map((milestone) => {
    const to = dateText(milestone.dueDate);
    const note = (milestone.targets ?? []).map((target) => `${target.measure ?? ""} ${decimals(num(target.value) ?? 0)} ${target.unit ?? ""}`).join(t("language") === "中文" ? "; " : "；");
    return { from: dateText(milestone.startDate) || to, to, title: milestone.title ?? "", note, late: to < day && !isDone };
  });
}

function Task(props: { task: TaskProgressJson; steps: Step[]; year: number; day: string }) {
  const t = useWords();
  const { task } = props;
  return (
    <article class={`card edge-${task.progress?.light ?? "GREY"}`} id={`task-${task.number}`}>
      <div class="task-line">
        <h3>{task.title}</h3>
        <StatusChip status={task.progress?.status} />
        <b>{percent(task.progress?.completion)}</b>
      </div>
      <ProgressBar progress={task.progress} label={task.title ?? ""} />
      <p class="quiet">
        <Gap progress={task.progress} /> · {t("statedByUnit")}: {t(task.statedStatus ?? "STATED_STATUS_UNSPECIFIED")}
        {(task.leadUnits ?? []).length > 0 && ` · ${(task.leadUnits ?? []).join("、")}`}
      </p>
      <IndicatorList task={task} />
      {task.narrative && <blockquote>{task.narrative}</blockquote>}
      {props.steps.length > 0 && (
        <>
          <h4>{t("milestones")}</h4>
          <TimeLine year={props.year} steps={props.steps} now={props.day} />
        </>
      )}
      <Reports task={task} day={props.day} />
    </article>
  );
}

function Reports({ task, day }: { task: TaskProgressJson; day: string }) {
  const t = useWords();
  const district = place(task.name ?? "").district;
  const loaded = useLoad(`reports ${task.name}`, (signal) => api.reports(district, task.name ?? "", signal));
  if (loaded.value === undefined) return loaded.error ? <Problem error={loaded.error} /> : null;
  const reports = (loaded.value.reports ?? []).filter((report) => dateText(report.asOf) <= (day || today())).reverse();
  return (
    <details>
      <summary>{t("reports")} {reports.length}</summary>
      {reports.length === 0 ? <p class="quiet">{t("noReports")}</p> : (
        <ol class="reports">{reports.map((report) => <Report key={report.name} report={report} district={district} />)}</ol>
      )}
    </details>
  );
}

function Report({ report, district }: { report: ReportJson; district: string }) {
  const t = useWords();
  return (
    <li>
      <p>
        <time>{dateText(report.asOf)}</time> · {t(report.status ?? "STATED_STATUS_UNSPECIFIED")}
        {report.reportingUnit && ` · ${report.reportingUnit}`} ·{" "}
        <FigureLink what={t("figureReport")} value={t("journalPosition", { n: report.position ?? "" })} district={district} report={report.name} />
        {report.replaces && <span class="quiet"> · {t(report.retraction ? "retraction" : "correction", { name: report.replaces })}</span>}
      </p>
      {report.narrative && <p class="quiet">{report.narrative}</p>}
      <p>
        {(report.measurements ?? []).map((m, i) => (
          <span key={i} class="measurement">
            {m.measure} <FigureLink what={m.measure ?? ""} value={`${decimals(num(m.value) ?? 0)} ${m.unit ?? ""}`} district={district}
              report={report.name} source={m.source} />
            {m.expected && <em> {t("expected")}</em>}
          </span>
        ))}
      </p>
    </li>
  );
}
