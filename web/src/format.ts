// How figures and dates are shown, and how wire values are read.
import type { DateJson } from "./gen/google/type/date_pb";

// A double of ProtoJSON; nothing for what is no finite number.
export function num(value: number | string | undefined): number | undefined {
  const number = typeof value === "string" ? Number(value) : value;
  return number !== undefined && Number.isFinite(number) ? number : undefined;
}

// "48.64 %": two decimals at most, cut where they are zeros. A dash for nothing.
export function percent(ratio: number | string | undefined): string {
  const value = num(ratio);
  if (value === undefined) return "–";
  return `${decimals(value * 100)} %`;
}

// Rounded half up to two decimals, without trailing zeros. The nudge takes back what binary fractions lose: 1.005 is 1.01.
export function decimals(value: number): string {
  const scaled = Math.abs(value) * 100;
  const rounded = Math.floor(scaled + 0.5 + scaled * 1e-12) / 100;
  return (value < 0 && rounded !== 0 ? "-" : "") + rounded.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

export function dateText(date: DateJson | undefined): string {
  if (!date?.year) return "";
  return `${date.year}-${pad(date.month ?? 1)}-${pad(date.day ?? 1)}`;
}

export function dateJson(text: string): DateJson | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) } : undefined;
}

const dayMs = 86_400_000;

export function dayNumber(text: string): number {
  return Math.round(Date.parse(`${text}T00:00:00Z`) / dayMs);
}

export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

// Today in Asia/Shanghai, which is UTC+8 all year.
export function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

export function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString("zh-CN", { hour12: false });
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

// Parts of "districts/440113/programmes/2022/projects/3/tasks/2".
export interface Place { district: string; year: string; project: string; task: string; indicator: string }

export function place(name: string): Place {
  const part = (kind: string) => new RegExp(`(?:^|/)${kind}/([^/]+)`).exec(name)?.[1] ?? "";
  return { district: part("districts"), year: part("programmes"), project: part("projects"), task: part("tasks"),
    indicator: part("indicators") };
}
