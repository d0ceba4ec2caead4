// What a person says about a reading, as the service takes it.
import { decimals, num } from "./format";
import type { DoubtJson, DraftTaskJson, ImportDraftJson } from "./gen/duban/ingest/v1/draft_pb";
import type { CorrectionJson } from "./gen/duban/ingest/v1/review_pb";
import type { Translate, Word } from "./i18n";

// A correction with the doubt that it answers, to take it back by.
export interface Answer { key: string; correction: CorrectionJson; summary: string }

export function keyOf(doubt: DoubtJson): string {
  return [doubt.projectNumber ?? 0, doubt.taskNumber ?? 0, doubt.source?.start ?? 0, doubt.source?.quote ?? ""].join("/");
}

export function taskOf(draft: ImportDraftJson, doubt: DoubtJson): DraftTaskJson | undefined {
  return (draft.programmes ?? []).flatMap((programme) => programme.projects ?? [])
    .filter((project) => project.number === doubt.projectNumber).flatMap((project) => project.tasks ?? [])
    .find((task) => task.number === doubt.taskNumber);
}

// Which of the task's equal quotes it is, from 0, and how many there are.
export function placeOf(task: DraftTaskJson | undefined, doubt: DoubtJson): { index: number; count: number } {
  const figures = [...(task?.targets ?? []), ...(task?.milestones ?? []).flatMap((step) => step.targets ?? []), ...(task?.measurements ?? [])];
  const starts = [...new Set(figures.filter((figure) => figure.source?.quote === doubt.source?.quote).map((figure) => figure.source?.start ?? 0))]
    .sort((a, b) => a - b);
  return { index: Math.max(0, starts.indexOf(doubt.source?.start ?? 0)), count: starts.length };
}

// Where a correction of this doubt's figure is.
export function whereOf(task: DraftTaskJson | undefined, doubt: DoubtJson): CorrectionJson {
  const { index, count } = placeOf(task, doubt);
  return { project: doubt.projectNumber ?? 0, task: doubt.taskNumber ?? 0, quote: doubt.source?.quote ?? "",
    ...(count > 1 ? { occurrence: index + 1 } : {}) };
}

export function targetText(task: DraftTaskJson | undefined, index: number, t: Translate): string {
  const target = task?.targets?.[index - 1];
  if (target === undefined) return "";
  return `${target.measure ?? ""} ${t(`comparator_${target.comparator ?? "EQUAL"}` as Word)} ${decimals(num(target.value) ?? 0)} ${target.unit ?? ""}`;
}

// The words behind a number whose unit is not known, from the reader's message: “孔。”.
export function unitGuess(doubt: DoubtJson): string {
  return /“(\p{Script=Han})/u.exec(doubt.message ?? "")?.[1] ?? "";
}
