// One thing that the reader is unsure of: the question, what it could be, and the words it is about.
import { useState } from "preact/hooks";
import type { DoubtJson, ImportDraftJson } from "../gen/duban/ingest/v1/draft_pb";
import type { CorrectionJson } from "../gen/duban/ingest/v1/review_pb";
import { isWord, useWords } from "../i18n";
import { type Answer, keyOf, placeOf, targetText, taskOf, unitGuess, whereOf } from "../review";
import { Passage } from "./passage";

// Doubts that an option above the document answers.
const byOption = ["DISTRICT_UNKNOWN", "YEAR_UNKNOWN", "AS_OF_UNKNOWN"];

export function DoubtCard(props: { draft: ImportDraftJson; doubt: DoubtJson; onAnswer: (answer: Answer) => void; busy: boolean }) {
  const t = useWords();
  const { draft, doubt } = props;
  const task = taskOf(draft, doubt);
  const quote = doubt.source?.quote ?? "";
  const isUnit = doubt.reason === "UNIT_UNKNOWN";
  const [choice, setChoice] = useState("");
  const [unit, setUnit] = useState(unitGuess(doubt));
  const [learn, setLearn] = useState(false);
  const word = `doubt_${doubt.reason}`;
  const targets = (task?.targets ?? []).map((_, i) => i + 1);
  const options: [string, string][] = [
    ...targets.map((n): [string, string] => [`target ${n}`, t("answerTarget", { target: targetText(task, n, t) })]),
    ...(isUnit ? [["target 0", t("answerLoose")] as [string, string]] : [["confirm", t("answerConfirm")] as [string, string]]),
    ["nothing", t("answerNothing")],
  ];
  const prose = [task?.content, task?.narrative].filter(Boolean).join("\n");
  const text = prose.includes(quote) ? prose : quote;
  const asked = isUnit && text.includes(quote + unit) ? quote + unit : quote;
  const save = () => {
    const where = whereOf(task, doubt);
    const target = /^target (\d+)$/.exec(choice)?.[1];
    const answer: CorrectionJson = choice === "nothing" ? { ...where, figure: "NOTHING" }
      : choice === "confirm" ? { ...where, confirm: true }
        : { ...where, target: Number(target), ...(learn ? { learn } : {}),
          ...(isUnit ? { figure: "MEASUREMENT", value: Number(quote.replaceAll(",", "")), unit } : {}) };
    props.onAnswer({ key: keyOf(doubt), correction: answer, summary: `“${asked}” → ${options.find(([name]) => name === choice)?.[1] ?? ""}` });
  };
  return (
    <article class="card edge-YELLOW doubt">
      <div>
        <h3>{quote !== "" && <q>{asked}</q>} {isWord(word) ? t(word) : doubt.message || doubt.reason}</h3>
        {doubt.projectNumber ? <p class="quiet">{t("project")} {doubt.projectNumber} · {t("task")} {doubt.taskNumber} {task?.title}</p> : null}
        {byOption.includes(doubt.reason ?? "") ? <p>{t("answerAbove")}</p> : (
          <form onSubmit={(event) => { event.preventDefault(); save(); }}>
            <fieldset>
              <legend>{t("answerQuestion")}</legend>
              {isUnit && (
                <label class="field"><span>{t("unitOfMeasure")}</span>
                  <input value={unit} maxLength={16} onInput={(e) => setUnit(e.currentTarget.value)} /></label>
              )}
              {options.map(([name, label]) => (
                <label key={name} class="check"><input type="radio" name={keyOf(doubt)} checked={choice === name} onChange={() => setChoice(name)} /> {label}</label>
              ))}
            </fieldset>
            {choice.startsWith("target") && (
              <label class="check"><input type="checkbox" checked={learn} onChange={(e) => setLearn(e.currentTarget.checked)} /> {t("answerLearn")}</label>
            )}
            <button type="submit" class="primary" disabled={choice === "" || props.busy || (isUnit && choice.startsWith("target") && unit === "")}>{t("answerSave")}</button>
          </form>
        )}
      </div>
      {text !== "" && <Passage text={text} quotes={(task?.targets ?? []).map((target) => target.source?.quote ?? "")} asked={asked} nth={placeOf(task, doubt).index} />}
    </article>
  );
}
