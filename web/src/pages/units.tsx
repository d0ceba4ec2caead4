// Units in order of their score, every term of it explained.
import { api } from "../api";
import { decimals, num, percent } from "../format";
import { useLoad, useLocation } from "../hooks";
import { isWord, useWords } from "../i18n";
import { Light, Link, ProgressBar, Shown } from "../parts/basics";
import { loadProgramme, Title } from "./programme";

export function UnitsPage(props: { district: string; year: string }) {
  const t = useWords();
  const { query } = useLocation();
  const programme = `districts/${props.district}/programmes/${props.year}`;
  const asOf = query.get("as_of") ?? "";
  const loaded = useLoad(`units ${programme} ${asOf}`, async (signal) => {
    const at = await loadProgramme(programme, asOf, signal);
    return { ...at, units: (await api.rankUnits(programme, { asOf: at.day }, signal)).units ?? [] };
  });
  return (
    <Shown of={loaded}>
      {({ units, day, summary }) => (
        <>
          <Title title={t("navUnits")} year={props.year} />
          <h1>{t("navUnits")} <small>{summary.districtDisplayName} {props.year} · {t("asOf")} {day}</small></h1>
          {units.length === 0 && <p class="empty">{t("nothing")}</p>}
          <ol class="units">
            {units.map((unit) => (
              <li key={unit.unit} class={`card edge-${unit.progress?.light ?? "GREY"}`}>
                <div class="unit-line">
                  <span class="rank" aria-label={`${t("rank")} ${unit.rank}`}>{unit.rank}</span>
                  <Link to={`/d/${props.district}/${props.year}?unit=${encodeURIComponent(unit.unit ?? "")}`} class="unit-name">{unit.unit}</Link>
                  <Light light={unit.progress?.light} />
                  <div class="unit-bar">
                    <div class="bar-line"><b>{percent(unit.progress?.completion)}</b> <span class="quiet">{t("tasks")} {unit.tasks}</span></div>
                    <ProgressBar progress={unit.progress} label={unit.unit ?? ""} />
                  </div>
                  <span class="score"><b>{decimals(num(unit.score) ?? 0)}</b> <span class="quiet">{t("score")}</span></span>
                </div>
                <ul class="terms" aria-label={t("terms")}>
                  {(unit.terms ?? []).map((term) => {
                    const word = `term_${term.term}`;
                    const points = num(term.points) ?? 0;
                    return (
                      <li key={term.term}>
                        <span>{isWord(word) ? t(word) : term.term}</span> <b class={points < 0 ? "bad" : ""}>{points > 0 ? "+" : ""}{decimals(points)}</b>
                        <span class="quiet">{term.explanation}</span>
                      </li>
                    );
                  })}
                </ul>
              </li>
            ))}
          </ol>
        </>
      )}
    </Shown>
  );
}
