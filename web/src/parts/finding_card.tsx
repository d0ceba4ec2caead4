// A finding as a case: what, where, why, and the next step.
import { useState } from "preact/hooks";
import { ApiError, api, requestId } from "../api";
import { dateJson, dateText, place, today } from "../format";
import type { FindingJson } from "../gen/duban/analytics/v1/analytics_service_pb";
import type { CaseStep_ActionJson } from "../gen/duban/ingest/v1/progress_service_pb";
import { useKept } from "../hooks";
import { isWord, type Translate, useWords } from "../i18n";
import { Link, Problem } from "./basics";
import { figurePath } from "./figure_link";

// `level` is that of its heading on the page.
export function FindingCard(props: { finding: FindingJson; level: "h2" | "h3"; onChanged: () => void }) {
  const t = useWords();
  const Heading = props.level;
  const { finding } = props;
  const at = place(finding.subject ?? "");
  const chinese = t("language") === "English";
  const message = (chinese ? finding.messageZh : finding.messageEn) || finding.messageZh || finding.messageEn || "";
  const subject = at.project ? `/d/${at.district}/${at.year}/p/${at.project}${at.task ? `#task-${at.task}` : ""}` : `/d/${at.district}/${at.year}`;
  return (
    <article class={`card finding severity-${finding.severity ?? "INFO"}`}>
      <div class="task-line">
        <Heading>{t(finding.kind ?? "OTHER")}</Heading>
        <span class={`chip severity-chip-${finding.severity ?? "INFO"}`}>{t(finding.severity ?? "INFO")}</span>
        <span class={`chip state-${finding.state ?? "OPEN"}`}>{t(finding.state ?? "OPEN")}</span>
      </div>
      <p>{message}</p>
      <p class="quiet">
        <Link to={subject}>{[at.project && `${t("project")} ${at.project}`, at.task && `${t("task")} ${at.task}`].filter(Boolean).join(" · ") || at.district}</Link>
        {(finding.leadUnits ?? []).length > 0 && ` · ${(finding.leadUnits ?? []).join("、")}`}
        {finding.since && ` · ${t("since", { date: dateText(finding.since) })}`}
      </p>
      {(finding.evidence ?? []).length > 0 && (
        <ul class="evidence" aria-label={t("evidence")}>
          {(finding.evidence ?? []).map((evidence, i) => (
            <li key={i}>
              {evidence.note && <span>{inLanguage(evidence.note, t)} </span>}
              {(evidence.source || evidence.report) && (
                <Link class="figure" to={figurePath({ what: t(finding.kind ?? "OTHER"), value: evidence.source?.quote ?? "", district: at.district,
                  report: evidence.report, source: evidence.source })}>
                  {evidence.source?.quote ? `“${evidence.source.quote}”` : t("figureReport")}
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
      {(finding.history ?? []).length > 0 && (
        <ol class="history" aria-label={t("history")}>
          {(finding.history ?? []).map((event, i) => (
            <li key={i}><time>{dateText(event.date)}</time> {t(event.state ?? "OPEN")} · {event.author} · {event.text}</li>
          ))}
        </ol>
      )}
      {finding.state !== "CLOSED" && <Steps finding={finding} district={at.district} onChanged={props.onChanged} />}
    </article>
  );
}

// Notes come as "所报数值 / reported value", or as a word of the reader: "stated share".
function inLanguage(note: string, t: Translate): string {
  const word = `note_${note.replaceAll(" ", "_")}`;
  if (isWord(word)) return t(word);
  const halves = note.split(" / ");
  return halves.length === 2 ? (halves[t("language") === "English" ? 0 : 1] ?? note) : note;
}

const actions: [CaseStep_ActionJson, "actReply" | "actResolve" | "actDispute" | "actDismiss"][] = [
  ["REPLY", "actReply"], ["RESOLVE", "actResolve"], ["DISPUTE", "actDispute"], ["DISMISS", "actDismiss"]];

function Steps(props: { finding: FindingJson; district: string; onChanged: () => void }) {
  const t = useWords();
  const [action, setAction] = useState<CaseStep_ActionJson | undefined>();
  const [author, setAuthor] = useKept("duban-author", "");
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const [error, setError] = useState<ApiError | undefined>();
  // The same id however often the button is pressed for one text: the journal then takes it once.
  const [id, setId] = useState(requestId);
  const submit = async (event: Event) => {
    event.preventDefault();
    const date = dateJson(today());
    if (action === undefined || date === undefined) return;
    try {
      setError(undefined);
      const answer = await api.caseStep(props.district, {
        caseStep: { findingId: props.finding.id ?? "", action, author, text, date }, requestId: id });
      setNote(t("sent", { n: answer.position ?? "" }));
      setAction(undefined);
      setText("");
      setId(requestId());
      window.setTimeout(props.onChanged, 400);
    } catch (problem) {
      setError(problem instanceof ApiError ? problem : new ApiError(500, "", String(problem), []));
    }
  };
  return (
    <div class="steps no-print">
      {note !== "" && <p role="status">{note}</p>}
      {action === undefined
        ? actions.map(([name, word]) => <button key={name} onClick={() => setAction(name)}>{t(word)}</button>)
        : (
          <form onSubmit={(event) => void submit(event)}>
            <strong>{t(actions.find(([name]) => name === action)?.[1] ?? "actReply")}</strong>
            <label class="field"><span>{t("author")}</span>
              <input required maxLength={63} value={author} onInput={(e) => setAuthor(e.currentTarget.value)} /></label>
            <label class="field grow"><span>{t("text")}</span>
              <textarea required rows={2} maxLength={2000} value={text} onInput={(e) => setText(e.currentTarget.value)} /></label>
            <button type="submit" class="primary">{t("send")}</button>
            <button type="button" onClick={() => setAction(undefined)}>{t("cancel")}</button>
          </form>
        )}
      {error !== undefined && <Problem error={error} />}
    </div>
  );
}
