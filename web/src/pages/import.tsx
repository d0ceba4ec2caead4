// A document in: read it, look at what was found, accept.
import { useRef, useState } from "preact/hooks";
import { ApiError, api } from "../api";
import { dateJson, dateText, decimals, num, percent, place } from "../format";
import type { ImportDocumentResponseJson, ReadOptionsJson } from "../gen/duban/ingest/v1/document_service_pb";
import type { DraftProgrammeJson, DraftTaskJson, ImportDraftJson } from "../gen/duban/ingest/v1/draft_pb";
import { useKept } from "../hooks";
import { type Word, useWords } from "../i18n";
import { Grade, Link, Problem } from "../parts/basics";
import { DoubtCard } from "../parts/doubt_card";
import { Passage } from "../parts/passage";
import { type Answer, keyOf, targetText } from "../review";
import { Title } from "./programme";

interface Picked { name: string; content: string }

// What the gateway takes in one request, with the third that base64 adds.
const maxBytes = 17_000_000;

async function pick(file: File): Promise<Picked> {
  if (file.size > maxBytes) throw new ApiError(413, "DOCUMENT_TOO_LARGE", `${file.name}: more than 17 MB`, []);
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
  const [answers, setAnswers] = useState<Answer[]>([]);
  const [busy, setBusy] = useState("");
  const [error, setError] = useState<ApiError | undefined>();
  const [over, setOver] = useState(false);
  const [options, setOptions] = useState({ district: "", year: "", asOf: "" });
  const [author, setAuthor] = useKept("duban-author", "");
  const wire = (): ReadOptionsJson => {
    const asOf = dateJson(options.asOf);
    return { districtCode: options.district, ...(options.year ? { year: Number(options.year) } : {}), ...(asOf ? { asOf } : {}) };
  };
  const patchOf = (from: Answer[], signed: string) =>
    (from.length === 0 ? {} : { patch: { author: signed, corrections: from.map((answer) => answer.correction) } });
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    setError(undefined);
    try {
      await work();
      return true;
    } catch (problem) {
      setError(problem instanceof ApiError ? problem : new ApiError(500, "", String(problem), []));
      return false;
    } finally {
      setBusy("");
    }
  };
  // Sent in one piece, so what can be watched is how much of it is there and that it is being read.
  const sending = (name: string, step: "reading" | "importing") => {
    setBusy(t("sending", { share: "0 %" }));
    return (share: number) => setBusy(share < 1 ? t("sending", { share: percent(Math.round(share * 100) / 100) }) : t(step, { name }));
  };
  const read = (picked: Picked, from: Answer[]) => attempt(async () => {
    setResult(undefined);
    setDraft(await api.parse({ content: picked.content, fileName: picked.name, options: wire(), ...patchOf(from, author.trim() || "-") },
      sending(picked.name, "reading")));
  });
  const take = (list: FileList | null | undefined) => {
    const first = list?.[0];
    if (first === undefined) return;
    setDraft(undefined);
    setAnswers([]);
    void attempt(async () => {
      const picked = await pick(first);
      setFile(picked);
      void read(picked, []);
    });
  };
  const answer = (next: Answer[]) => {
    if (file === undefined) return;
    // One that does not fit is taken back; the error says why.
    void read(file, next).then((fits) => fits && setAnswers(next));
  };
  const accept = () => attempt(async () => {
    if (file === undefined) return;
    setResult(await api.importDocument({ content: file.content, fileName: file.name, options: wire(), author: author.trim(),
      ...patchOf(answers, author.trim()) }, sending(file.name, "importing")));
  });
  const step = result !== undefined ? 3 : draft !== undefined ? 2 : file !== undefined ? 1 : 0;
  return (
    <>
      <Title title={t("navImport")} />
      <h1>{t("navImport")}</h1>
      <ol class="stages">
        {(["stageChoose", "stageRead", "stageReview", "stageDone"] as const).map((word, i) => (
          <li key={word} class={i < step ? "past" : ""} aria-current={i === step ? "step" : undefined}>{t(word)}</li>
        ))}
      </ol>
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
        {file !== undefined && <button onClick={() => void read(file, answers)}>{t("readAgain")}</button>}
      </div>
      {busy !== "" && <p role="status" class="loading">{busy}</p>}
      {error !== undefined && <Problem error={error} />}
      {result !== undefined && <Result result={result} />}
      {draft !== undefined && result === undefined && (
        <Review draft={draft} answers={answers} author={author} busy={busy !== ""} onAccept={() => void accept()} onAuthor={setAuthor} onAnswers={answer} />
      )}
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
            {(programme.leftOut ?? []).map((line) => <p key={line} class="quiet">{line}</p>)}
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

interface ReviewProps {
  draft: ImportDraftJson; answers: Answer[]; author: string; busy: boolean; onAccept: () => void; onAuthor: (author: string) => void;
  onAnswers: (answers: Answer[]) => void;
}

function Review(props: ReviewProps) {
  const t = useWords();
  const { draft, answers } = props;
  const checks = draft.checks ?? [];
  const doubts = draft.doubts ?? [];
  const projects = (draft.programmes ?? []).reduce((sum, p) => sum + (p.projects?.length ?? 0), 0);
  const unsigned = answers.length > 0 && props.author.trim() === "";
  return (
    <>
      <section class="card">
        <h2>{[draft.district?.displayName, draft.district?.code].filter(Boolean).join(" ")}</h2>
        <p class="sentence">{t("readSummary", { projects, tasks: tasksOf(draft).length, targets: count(draft, (task) => task.targets),
          measurements: count(draft, (task) => task.measurements), doubts: doubts.length })}</p>
        {projects === 0 && <p>{t("noList")}</p>}
        <Grade grade={draft.document?.sourceGrade} />
        {checks.length > 0 && <p class="quiet">{t("checksPassed", { ok: checks.filter((check) => check.ok).length, all: checks.length })}</p>}
        <div class="filters">
          <label class="field"><span>{t("author")}</span>
            <input value={props.author} maxLength={63} onInput={(e) => props.onAuthor(e.currentTarget.value)} /></label>
          <button class="primary" disabled={props.busy || projects === 0 || unsigned} onClick={props.onAccept}>{t("accept")}</button>
          {doubts.length > 0 && <span class="quiet">{t("acceptUnsure", { n: doubts.length })}</span>}
          {unsigned && <span class="bad">{t("signCorrections")}</span>}
        </div>
      </section>
      {(answers.length > 0 || (draft.reviewed ?? []).length > 0) && (
        <section class="card edge-GREEN">
          <h2>{t("answered")}</h2>
          <ul>
            {answers.map((answer) => (
              <li key={answer.key}>{answer.summary}{" "}
                <button onClick={() => props.onAnswers(answers.filter((other) => other !== answer))}>{t("takeBack")}</button></li>
            ))}
            {answers.length === 0 && (draft.reviewed ?? []).map((line) => <li key={line}>{line}</li>)}
          </ul>
        </section>
      )}
      {doubts.length > 0 && (
        <section aria-label={t("doubts")}>
          <h2>{t("doubts")}</h2>
          {doubts.map((doubt) => (
            <DoubtCard key={keyOf(doubt)} draft={draft} doubt={doubt} busy={props.busy} onAnswer={(answer) => props.onAnswers([...answers, answer])} />
          ))}
        </section>
      )}
      {(draft.findings ?? []).length > 0 && (
        <section class="card edge-RED">
          <h2>{t("documentFindings")}</h2>
          <ul>
            {(draft.findings ?? []).map((finding, i) => (
              <li key={i}><b>{t(finding.kind ?? "OTHER")}</b> {t("language") === "English" ? finding.message : finding.messageEn || finding.message}{" "}
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
  const figures = [...(task.targets ?? []), ...(task.measurements ?? [])];
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
                {measurement.statedRatio !== undefined && ` (${decimals(num(measurement.statedRatio) ?? 0)} %)`}</b>
              {(task.targets ?? []).length > 1 && <span class="quiet">{measurement.targetIndex ? `→ ${targetText(task, measurement.targetIndex, t)}` : `→ ${t("unbound")}`}</span>}</li>
          ))}
        </ul>
      </div>
      <Passage text={[task.content, task.narrative].filter(Boolean).join("\n") || figures.map((x) => x.source?.quote).join(" … ")}
        quotes={figures.map((x) => x.source?.quote ?? "")} />
    </div>
  );
}
