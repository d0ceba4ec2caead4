// Small pieces that every page is made of.
import type { ComponentChildren } from "preact";
import type { ApiError } from "../api";
import { clock, decimals, num, percent } from "../format";
import type { LightJson, ProgressJson, ScheduleStatusJson } from "../gen/duban/analytics/v1/analytics_service_pb";
import { type Loaded, navigate } from "../hooks";
import { isWord, useWords } from "../i18n";

// A link that does not reload the page; with a modifier key the browser does what it always does.
export function Link(props: { to: string; class?: string; label?: string; current?: boolean; children: ComponentChildren }) {
  const click = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    navigate(props.to);
    window.scrollTo(0, 0);
  };
  return (
    <a href={props.to} class={props.class} aria-label={props.label} aria-current={props.current ? "page" : undefined}
      onClick={click}>
      {props.children}
    </a>
  );
}

// A text of the interface when it is one, else the text itself.
export function useName(): (text: string | undefined, fallback?: string) => string {
  const t = useWords();
  return (text, fallback = "") => (text === undefined ? fallback : isWord(text) ? t(text) : text);
}

const signs: Record<LightJson, string> = { GREEN: "●", YELLOW: "▲", RED: "■", GREY: "○", LIGHT_UNSPECIFIED: "○" };

// Colour, shape and word: none of them is needed to read the others.
export function Light(props: { light: LightJson | undefined; wordless?: boolean }) {
  const t = useWords();
  const light = props.light ?? "LIGHT_UNSPECIFIED";
  return (
    <span class={`light light-${light}`} title={t(light)}>
      <span aria-hidden="true">{signs[light]}</span>
      <span class={props.wordless ? "hidden" : ""}> {t(light)}</span>
    </span>
  );
}

export function lightSign(light: LightJson | undefined): string {
  return signs[light ?? "LIGHT_UNSPECIFIED"];
}

export function StatusChip(props: { status: ScheduleStatusJson | undefined }) {
  const t = useWords();
  const status = props.status ?? "NO_DATA";
  return <span class={`chip chip-${status}`}>{t(status)}</span>;
}

// How far, with a mark where the schedule wants it to be.
export function ProgressBar(props: { progress: ProgressJson | undefined; label: string; large?: boolean }) {
  const t = useWords();
  const done = num(props.progress?.completion);
  const wanted = num(props.progress?.scheduled);
  const width = `${Math.min(1, Math.max(0, done ?? 0)) * 100}%`;
  const text = `${props.label} ${percent(done)}${wanted === undefined ? "" : `, ${t("scheduledAt", { value: percent(wanted) })}`}`;
  return (
    <div class={`bar light-${props.progress?.light ?? "GREY"} ${props.large ? "bar-large" : ""}`} role="img"
      aria-label={text} title={text}>
      {done !== undefined && <div class="bar-fill" style={{ width }} />}
      {wanted !== undefined && <div class="bar-mark" style={{ left: `${Math.min(1, wanted) * 100}%` }} />}
    </div>
  );
}

// "慢于序时 12.3 个百分点".
export function Gap(props: { progress: ProgressJson | undefined }) {
  const t = useWords();
  const behind = num(props.progress?.pointsBehind);
  if (behind === undefined) return <span class="gap">–</span>;
  const n = decimals(Math.round(Math.abs(behind) * 10) / 10);
  if (n === "0") return <span class="gap">{t("onPoint")}</span>;
  return (
    <span class={`gap ${behind > 0 ? "gap-behind" : "gap-ahead"}`}>
      {t(behind > 0 ? "pointsBehind" : "pointsAhead", { n })}
    </span>
  );
}

// A field's problem as the services write it, "REASON: text", in the reader's language where the board has words for it.
function FieldText(props: { description: string }) {
  const t = useWords();
  const word = `reason_${props.description.split(":", 1)[0]}`;
  if (!isWord(word)) return <>{props.description}</>;
  return <>{t(word)} <span class="quiet" lang="en">{props.description}</span></>;
}

export function Problem(props: { error: ApiError; retry?: () => void }) {
  const t = useWords();
  const reason = `reason_${props.error.reason}`;
  return (
    <div class="problem" role="alert">
      <strong>{t("errorTitle")}</strong>
      {props.error.fields.length === 0 && (isWord(reason)
        ? <p>{t(reason)} {props.error.message !== "" && <span class="quiet" lang="en">{props.error.message}</span>}</p> : <p>{props.error.message}</p>)}
      {props.error.fields.length > 0 && (
        <ul>
          {props.error.fields.map((field) => (
            <li key={field.field}>
              <code>{field.field}</code> <FieldText description={field.description} />
            </li>
          ))}
        </ul>
      )}
      {props.retry !== undefined && <button onClick={props.retry}>{t("retry")}</button>}
    </div>
  );
}

// What was loaded, or that it is on its way, or why not. A service that is away leaves the last good state on the page.
export function Shown<T>(props: { of: Loaded<T>; children: (value: T) => ComponentChildren }) {
  const t = useWords();
  const { value, error, at, reload } = props.of;
  if (value === undefined) {
    return error === undefined ? <p class="loading" role="status">{t("loading")}</p> : <Problem error={error} retry={reload} />;
  }
  return (
    <>
      {error !== undefined && (
        <p class="stale" role="status">
          {t("stale", { time: clock(at) })} <button onClick={reload}>{t("retry")}</button>
        </p>
      )}
      {props.children(value)}
    </>
  );
}

// What a person should know about a copy that is no original.
export function Grade(props: { grade: string | undefined }) {
  const t = useWords();
  const word = `grade_${props.grade}`;
  return isWord(word) ? <p class="stale">{t(word)}</p> : null;
}

export function Select(props: {
  label: string; value: string; options: readonly (readonly [string, string])[]; onChange: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>{text}</option>
        ))}
      </select>
    </label>
  );
}

export function Tile(props: { title: string; tone?: string; children: ComponentChildren }) {
  return (
    <div class={`tile ${props.tone ?? ""}`}>
      <div class="tile-title">{props.title}</div>
      <div class="tile-value">{props.children}</div>
    </div>
  );
}
