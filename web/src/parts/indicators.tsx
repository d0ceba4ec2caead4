// The measurable promises of a task, each figure with its source behind it.
import { dateText, decimals, num, percent, place } from "../format";
import type { IndicatorProgressJson, TaskProgressJson } from "../gen/duban/analytics/v1/analytics_service_pb";
import { type Word, useWords } from "../i18n";
import { FigureLink } from "./figure_link";

export function IndicatorList(props: { task: TaskProgressJson }) {
  const t = useWords();
  const indicators = props.task.indicators ?? [];
  if (indicators.length === 0) {
    return (
      <p class="quiet">
        {t("noIndicators")} {t("statedByUnit")}: {t(props.task.statedStatus ?? "STATED_STATUS_UNSPECIFIED")}
      </p>
    );
  }
  return (
    <ul class="indicators">
      {indicators.map((indicator) => <Indicator key={indicator.name} indicator={indicator} />)}
    </ul>
  );
}

function Indicator({ indicator }: { indicator: IndicatorProgressJson }) {
  const t = useWords();
  const district = place(indicator.name ?? "").district;
  const value = num(indicator.value);
  const unit = indicator.unit ?? "";
  const measure = indicator.measure ?? "";
  const comparator = t(`comparator_${indicator.comparator ?? "EQUAL"}` as Word);
  const stated = num(indicator.statedPercent);
  return (
    <li>
      <span class="measure">{measure}</span>
      <span class="amounts">
        {value === undefined
          ? <span class="quiet">{t("notReported")}</span>
          : <FigureLink what={measure} value={`${decimals(value)} ${unit}`} district={district} report={indicator.report} source={indicator.source} />}
        <span class="quiet"> / {comparator} </span>
        <FigureLink what={`${measure} · ${t("target")}`} value={`${decimals(num(indicator.target) ?? 0)} ${unit}`} district={district}
          source={indicator.targetSource} />
      </span>
      <b class="share">
        {value === undefined || indicator.completion === undefined ? percent(indicator.completion) : (
          <FigureLink what={`${measure} · ${t("completion")}`} value={percent(indicator.completion)} district={district} report={indicator.report}
            source={indicator.source} how={t("computed", { value: `${decimals(value)} ${unit}`, target: `${decimals(num(indicator.target) ?? 0)} ${unit}`,
              share: percent(indicator.completion) })} />
        )}
      </b>
      <span class="quiet dates">
        {indicator.dueDate && `${t("due")} ${dateText(indicator.dueDate)}`}
        {stated !== undefined && ` · ${t("stated")} ${decimals(stated)} %`}
      </span>
    </li>
  );
}
