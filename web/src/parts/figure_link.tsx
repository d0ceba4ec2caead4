// A number that can be clicked through to where it comes from.
import type { SourceJson } from "../gen/duban/type/v1/quantity_pb";
import { useWords } from "../i18n";
import { queryText } from "../api";
import { Link } from "./basics";

// `how`: the arithmetic of a figure that was worked out.
export function figurePath(figure: {
  what: string; value: string; report?: string | undefined; source?: SourceJson | undefined; district: string; how?: string | undefined;
}): string {
  const { report, source } = figure;
  return `/figure${queryText({
    what: figure.what, value: figure.value, how: figure.how, district: figure.district, report, doc: source?.documentId,
    start: source?.start === undefined ? undefined : String(source.start), end: source?.end, quote: source?.quote,
  })}`;
}

export function FigureLink(props: {
  what: string; value: string; district: string; report?: string | undefined; source?: SourceJson | undefined;
  how?: string;
}) {
  const t = useWords();
  if (!props.report && props.source === undefined) return <span class="figure-plain">{props.value}</span>;
  return (
    <Link to={figurePath(props)} class="figure" label={`${props.value}. ${t("openFigure", { what: props.what })}`}>
      {props.value}
    </Link>
  );
}
