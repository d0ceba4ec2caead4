// A document in: read it, look at what was found, accept.
import { useRef, useState } from "preact/hooks";
import { ApiError, api } from "../api";
import { dateJson, dateText, decimals, num, place } from "../format";
import type { ImportDocumentResponseJson, ReadOptionsJson } from "../gen/duban/ingest/v1/document_service_pb";
import type { DraftProgrammeJson, DraftTaskJson, ImportDraftJson } from "../gen/duban/ingest/v1/draft_pb";
import { useKept } from "../hooks";
import { isWord, type Word, useWords } from "../i18n";
import { Link, Problem } from "../parts/basics";
import { Title } from "./programme";

interface Picked { name: string; content: string }

async function pick(file: File): Promise<Picked> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  // In pieces: a call with a million arguments overflows the stack.
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return { name: file.name, content: btoa(text) };
}

export function ImportPage() {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<Picked | undefined>();
  const [draft, setDraft] = useState<ImportDraftJson | undefined>();
  const [result, setResult] = useState<ImportDocumentResponseJson | undefined>();
  const [busy, setBusy] = useState("");
  const [error, setError] = useState<ApiError | undefined>();
  const [over, setOver] = useState(false);
  const [options, setOptions] = useState({ district: "", year: "", asOf: "" });
  const [author] = useKept("duban-author", "");
  const wire = (): ReadOptionsJson => {
    const asOf = dateJson(options.asOf);
    return { districtCode: options.district, ...(options.year ? { year: Number(options.year) } : {}), ...(asOf ? { asOf } : {}) };
  };
  const attempt = async (what: string, work: () => Promise<void>) => {
    setBusy(what);
    setError(undefined);
    try {
      await work();
    } catch (problem) {
      setError(problem instanceof ApiError ? problem : new ApiError(500, "", String(problem), []));
    }
    setBusy("");
  };
  const read = (picked: Picked) => attempt(t("reading", { name: picked.name }), async () => {
    setResult(undefined);
    setDraft(undefined);
    setDraft(await api.parse({ content: picked.content, fileName: picked.name, options: wire() }));
  });
  const take = (list: FileList | null | undefined) => {
    const first = list?.[0];
    if (first === undefined) return;
    void pick(first).then((picked) => {
      setFile(picked);
      void read(picked);
    });
  };
  const accept = () => attempt(t("importing"), async () => {
    if (file === undefined) return;
    setResult(await api.importDocument({ content: file.content, fileName: file.name, options: wire(), author }));
  });
  return (
    <>
      <Title title={t("navImport")} />
      <h1>{t("navImport")}</h1>
      <button class={`drop ${over ? "drop-over" : ""}`} onClick={() => input.current?.click()}
        onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
        onDrop={(e) => { e.preventDefault(); setOver(false); take(e.dataTransfer?.files); }}>
        <strong>{file?.name ?? t("dropHere")}</strong>
        <span class="quiet">{t("dropFormats")}</span>
      </button>
      <input ref={input} type="file" class="hidden" tabIndex={-1} aria-label={t("dropHere")} onChange={(e) => take(e.currentTarget.files)} />
      <div class="filters">
        <label class="field"><span>{t("optDistrict")}</span>
          <input value={options.district} inputMode="numeric" pattern="[0-9]{6}" maxLength={6} placeholder="440113"
            onInput={(e) => setOptions({ ...options, district: e.currentTarget.value })} /></label>
        <label class="field"><span>{t("optYear")}</span>
          <input value={options.year} inputMode="numeric" maxLength={4} placeholder="2022" onInput={(e) => setOptions({ ...options, year: e.currentTarget.value })} /></label>
        <label class="field"><span>{t("optAsOf")}</span>
          <input type="date" value={options.asOf} onInput={(e) => setOptions({ ...options, asOf: e.currentTarget.value })} /></label>
        {file !== undefined && <button onClick={() => void read(file)}>{t("readAgain")}</button>}
      </div>
      {busy !== "" && <p role="status" class="loading">{busy}</p>}
      {error !== undefined && <Problem error={error} />}
      {result !== undefined && <Result result={result} />}
      {draft !== undefined && result === undefined && <Review draft={draft} onAccept={() => void accept()} busy={busy !== ""} />}
    </>
  );
}

function Result({ result }: { result: ImportDocumentResponseJson }) {
  const t = useWords();
  return (
    <section class="card edge-GREEN" role="status">
      {result.changed !== true && <p>{t("unchanged")}</p>}
      {(result.programmes ?? []).map((programme) => {
        const at = place(programme.programme ?? "");
        return (
          <div key={programme.programme}>
            <p>{t("imported", { projects: programme.projects ?? 0, tasks: programme.tasks ?? 0, accepted: programme.reportsAccepted ?? 0,
              known: programme.reportsKnown ?? 0 })}</p>
            {(programme.refused ?? []).map((line) => <p key={line} class="bad">{line}</p>)}
            <Link to={`/d/${at.district}/${at.year}`} class="button">{t("openBoard")}</Link>
          </div>
        );
      })}
    </section>
  );
}

const count = <T,>(draft: ImportDraftJson, of: (task: DraftTaskJson) => readonly T[] | undefined) =>
  tasksOf(draft).reduce((sum, task) => sum + (of(task)?.length ?? 0), 0);
const tasksOf = (draft: ImportDraftJson) => (draft.programmes ?? []).flatMap((p) => p.projects ?? []).flatMap((p) => p.tasks ?? []);

function Review(props: { draft: ImportDraftJson; onAccept: () => void; busy: boolean }) {
  const t = useWords();
  const { draft } = props;
  const checks = draft.checks ?? [];
  const projects = (draft.programmes ?? []).reduce((sum, p) => sum + (p.projects?.length ?? 0), 0);
  return (
    <>
      <section class="card">
        <h2>{[draft.district?.displayName, draft.district?.code].filter(Boolean).join(" ")}</h2>
        <p class="sentence">{t("readSummary", { projects, tasks: tasksOf(draft).length, targets: count(draft, (task) => task.targets),
          measurements: count(draft, (task) => task.measurements), doubts: draft.doubts?.length ?? 0 })}</p>
        {checks.length > 0 && <p class="quiet">{t("checksPassed", { ok: checks.filter((check) => check.ok).length, all: checks.length })}</p>}
        <button class="primary" disabled={props.busy || projects === 0} onClick={props.onAccept}>{t("accept")}</button>
      </section>
      {(draft.doubts ?? []).length > 0 && (
        <section class="card edge-YELLOW">
          <h2>{t("doubts")}</h2>
          <table>
            <thead><tr><th>{t("quote")}</th><th>{t("text")}</th><th>{t("project")}</th></tr></thead>
            <tbody>
              {(draft.doubts ?? []).map((doubt, i) => (
                <tr key={i}><td><q>{doubt.source?.quote}</q></td><td>{isWord(`doubt_${doubt.reason}`) ? t(`doubt_${doubt.reason}` as Word) : doubt.message || doubt.reason}</td>
                  <td>{doubt.projectNumber ? `${doubt.projectNumber}.${doubt.taskNumber ?? ""}` : ""}</td></tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {(draft.findings ?? []).length > 0 && (
        <section class="card edge-RED">
          <h2>{t("documentFindings")}</h2>
          <ul>
            {(draft.findings ?? []).map((finding, i) => (
              <li key={i}><b>{t(finding.kind ?? "OTHER")}</b> {finding.message}
                {(finding.evidence ?? []).map((e, k) => <q key={k}>{e.source?.quote}</q>)}</li>
            ))}
          </ul>
        </section>
      )}
      {(draft.programmes ?? []).map((programme, i) => <ProgrammeTable key={i} programme={programme} />)}
    </>
  );
}

function ProgrammeTable({ programme }: { programme: DraftProgrammeJson }) {
  const t = useWords();
  return (
    <section>
      <h2>{programme.year} {t(programme.kind ?? "PROGRAMME_KIND_UNSPECIFIED")} <small>{programme.title} {dateText(programme.asOf)}</small></h2>
      {(programme.projects ?? []).map((project) => (
        <article key={project.number} class="card">
          <h3><span class="number">{project.number}</span> {project.title}</h3>
          <p class="quiet">{[project.category, (project.leadUnits ?? []).join("、"), (project.leaders ?? []).join("、")].filter(Boolean).join(" · ")}</p>
          {(project.tasks ?? []).map((task) => <TaskReview key={task.number} task={task} />)}
        </article>
      ))}
    </section>
  );
}

// Left what was understood, right the words that it was read from.
function TaskReview({ task }: { task: DraftTaskJson }) {
  const t = useWords();
  return (
    <div class="review">
      <div>
        <p><b>{task.title}</b> <span class="quiet">{t(task.statedStatus ?? "STATED_STATUS_UNSPECIFIED")}</span></p>
        <ul class="indicators">
          {(task.targets ?? []).map((target, i) => (
            <li key={`t${i}`}><span class="measure">{t("target")}: {target.measure}</span>
              <b>{t(`comparator_${target.comparator ?? "EQUAL"}` as Word)} {decimals(num(target.value) ?? 0)} {target.unit}</b></li>
          ))}
          {(task.measurements ?? []).map((measurement, i) => (
            <li key={`m${i}`}><span class="measure">{t(measurement.expected ? "expected" : "reached")}: {measurement.measure}</span>
              <b>{decimals(num(measurement.value) ?? 0)} {measurement.unit}
                {measurement.statedRatio !== undefined && ` (${decimals(num(measurement.statedRatio) ?? 0)} %)`}</b></li>
          ))}
        </ul>
      </div>
      <blockquote>{task.narrative || task.content || [...(task.targets ?? []), ...(task.measurements ?? [])].map((x) => x.source?.quote).join(" … ")}</blockquote>
    </div>
  );
}
