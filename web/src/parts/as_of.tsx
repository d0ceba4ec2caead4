// Which day the page shows: kept in the address, moved by a slider.
import { useEffect, useState } from "preact/hooks";
import { dayNumber, dayText, today } from "../format";
import { setQuery, useDebounced } from "../hooks";
import { useWords } from "../i18n";

// The slider covers the programme's year and what came after it, up to today, at most three more months.
export function AsOfSlider(props: { year: number; value: string; fallback: string }) {
  const t = useWords();
  const low = dayNumber(`${props.year}-01-01`);
  const high = Math.max(low + 1, Math.min(dayNumber(today()), dayNumber(`${props.year + 1}-03-31`)));
  const shown = Math.min(high, Math.max(low, dayNumber(props.value)));
  const [day, setDay] = useState(shown);
  useEffect(() => setDay(shown), [shown]);
  const settled = useDebounced(day, 150);
  useEffect(() => {
    if (settled !== shown && settled === day) setQuery({ as_of: dayText(settled) });
  }, [settled]);
  return (
    <div class="as-of">
      <label>
        <span>{t("asOf")} <output>{dayText(day)}</output></span>
        <input type="range" min={low} max={high} value={day} aria-valuetext={dayText(day)} title={t("asOfHint")}
          onInput={(event) => setDay(Number(event.currentTarget.value))} />
      </label>
      <button disabled={dayText(day) === props.fallback} onClick={() => setQuery({ as_of: "" })}>{t("latest")}</button>
    </div>
  );
}
