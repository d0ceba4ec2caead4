// The periodical report: read it, print it, take it along.
import { useState } from "preact/hooks";
import { ApiError, api } from "../api";
import type { GenerateBulletinRequest_FormatJson } from "../gen/duban/analytics/v1/analytics_service_pb";
import { useLoad, useLocation } from "../hooks";
import { useWords } from "../i18n";
import { AsOfSlider } from "../parts/as_of";
import { Problem, Shown } from "../parts/basics";
import { Markdown } from "../parts/markdown";
import { saveFile } from "../parts/save_file";
import { loadProgramme, Title } from "./programme";

const formats: GenerateBulletinRequest_FormatJson[] = ["HTML", "DOCX", "XLSX", "CSV", "MARKDOWN"];

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

export function BulletinPage(props: { district: string; year: string }) {
  const t = useWords();
  const { query } = useLocation();
  const programme = `districts/${props.district}/programmes/${props.year}`;
  const asOf = query.get("as_of") ?? "";
  const [error, setError] = useState<ApiError | undefined>();
  const loaded = useLoad(`bulletin ${programme} ${asOf}`, async (signal) => {
    const at = await loadProgramme(programme, asOf, signal);
    const bulletin = await api.bulletin(programme, "MARKDOWN", { asOf: at.day }, signal);
    return { ...at, text: new TextDecoder().decode(bytesOf(bulletin.content ?? "")) };
  });
  const download = async (format: GenerateBulletinRequest_FormatJson, day: string) => {
    try {
      setError(undefined);
      const bulletin = await api.bulletin(programme, format, { asOf: day });
      saveFile(new Blob([bytesOf(bulletin.content ?? "")], { type: bulletin.mimeType ?? "" }),
        bulletin.fileName ?? `bulletin.${format.toLowerCase()}`);
    } catch (problem) {
      setError(problem instanceof ApiError ? problem : new ApiError(500, "", String(problem), []));
    }
  };
  return (
    <Shown of={loaded}>
      {({ text, day, fallback, summary }) => (
        <>
          <Title title={t("bulletinFor", { district: summary.districtDisplayName ?? props.district, year: props.year })} />
          <h1 class="no-print">{t("bulletinFor", { district: summary.districtDisplayName || props.district, year: props.year })}</h1>
          <AsOfSlider year={Number(props.year)} value={day} fallback={fallback} />
          <div class="filters no-print">
            {formats.map((format) => <button key={format} onClick={() => void download(format, day)}>{t("download", { format })}</button>)}
            <button onClick={() => window.print()}>{t("print")}</button>
          </div>
          {error !== undefined && <Problem error={error} />}
          <div class="paper"><Markdown text={text} /></div>
        </>
      )}
    </Shown>
  );
}
