// The work list: what contradicts itself, and what became of it.
import { api } from "../api";
import { today } from "../format";
import type { FindingJson } from "../gen/duban/analytics/v1/analytics_service_pb";
import { setQuery, useLoad, useLocation } from "../hooks";
import { useWords } from "../i18n";
import { Select, Shown } from "../parts/basics";
import { FindingCard } from "../parts/finding_card";
import { loadProgramme, Title } from "./programme";

const settled = (finding: FindingJson) => ["RESOLVED", "DISMISSED", "CLOSED"].includes(finding.state ?? "OPEN");

export function FindingsPage(props: { district: string; year: string }) {
  const t = useWords();
  const { query } = useLocation();
  const programme = `districts/${props.district}/programmes/${props.year}`;
  const asOf = query.get("as_of") ?? "";
  const loaded = useLoad(`findings ${programme} ${asOf}`, async (signal) => {
    // A work list is about now, unless another day is asked for: steps of a case are dated the day they are taken.
    const at = await loadProgramme(programme, asOf === "" ? today() : asOf, signal);
    return { ...at, findings: (await api.findings(programme, { asOf: at.day }, signal)).findings ?? [] };
  });
  const all = query.get("all") === "1";
  const kind = query.get("kind") ?? "";
  const unit = query.get("unit") ?? "";
  return (
    <Shown of={loaded}>
      {({ findings, day, summary }) => {
        const open = findings.filter((finding) => all || !settled(finding));
        const kinds = [...new Set(open.map((finding) => finding.kind ?? "OTHER"))];
        const units = [...new Set(open.flatMap((finding) => finding.leadUnits ?? []))].sort((a, b) => a.localeCompare(b, "zh"));
        const shown = open.filter((f) => (kind === "" || (f.kind ?? "OTHER") === kind) && (unit === "" || (f.leadUnits ?? []).includes(unit)));
        return (
          <>
            <Title title={t("navFindings")} year={props.year} />
            <h1>{t("navFindings")} <small>{summary.districtDisplayName} {props.year} · {t("asOf")} {day}</small></h1>
            <div class="filters no-print">
              <Select label={t("findings")} value={kind} onChange={(value) => setQuery({ kind: value })}
                options={[["", t("all")], ...kinds.map((k): [string, string] => [k, t(k)])]} />
              <Select label={t("filterUnit")} value={unit} onChange={(value) => setQuery({ unit: value })}
                options={[["", t("all")], ...units.map((u): [string, string] => [u, u])]} />
              <label class="check">
                <input type="checkbox" checked={all} onChange={(e) => setQuery({ all: e.currentTarget.checked ? "1" : "" })} /> {t("showClosed")}
              </label>
            </div>
            {shown.length === 0 && <p class="empty">{t("noFindings")}</p>}
            {shown.map((finding) => <FindingCard key={finding.id} level="h2" finding={finding} onChanged={loaded.reload} />)}
          </>
        );
      }}
    </Shown>
  );
}
