// The Markdown that bulletins are written in: headings, paragraphs, lists, tables, emphasis, numbered sources. Everything else is text, so
// nothing that a document says can become markup.
import type { ComponentChildren, VNode } from "preact";

function inline(text: string): ComponentChildren[] {
  return text.replace(/<br\s*\/?>/g, " ").split(/(\*\*[^*]+\*\*|\[\\?\[?\d+\\?\]?\]\(#s\d+\)|<a id="s\d+"><\/a>)/).map((part) => {
    const link = /^\[\\?\[?(\d+)\\?\]?\]\(#(s\d+)\)$/.exec(part);
    if (link) return <sup class="source"><a href={`#${link[2]}`}>{link[1]}</a></sup>;
    const anchor = /^<a id="(s\d+)"><\/a>$/.exec(part);
    if (anchor) return <span id={anchor[1]} />;
    return part.startsWith("**") && part.endsWith("**") && part.length > 4 ? <b>{unescape(part.slice(2, -2))}</b> : unescape(part);
  });
}

function unescape(text: string): string {
  return text.replace(/\\([\\`*_{}[\]()#+\-.!|<>])/g, "$1");
}

function cells(line: string): string[] {
  return line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim());
}

export function Markdown(props: { text: string }) {
  const blocks: VNode[] = [];
  const lines = props.text.split(/\r?\n/);
  for (let i = 0; i < lines.length;) {
    const line = lines[i] ?? "";
    const heading = /^(#{1,4})\s+(.*)/.exec(line);
    if (heading) {
      const Level = `h${Math.min(4, (heading[1]?.length ?? 1) + 1)}` as "h2";
      blocks.push(<Level>{inline(heading[2] ?? "")}</Level>);
      i += 1;
    } else if (line.trim().startsWith("|") && /^[\s|:-]+$/.test(lines[i + 1] ?? "")) {
      const rows: string[][] = [];
      let end = i + 2;
      while ((lines[end] ?? "").trim().startsWith("|")) rows.push(cells(lines[end++] ?? ""));
      // A column without a word in it only makes the others narrow.
      const used = (_: string, column: number) => rows.some((row) => (row[column] ?? "") !== "");
      blocks.push(
        <div class="scroll" tabIndex={0}>
          <table>
            <thead><tr>{cells(line).filter(used).map((cell) => <th>{inline(cell)}</th>)}</tr></thead>
            <tbody>{rows.map((row) => <tr>{row.filter(used).map((cell) => <td>{inline(cell)}</td>)}</tr>)}</tbody>
          </table>
        </div>);
      i = end;
    } else if (/^\s*([-*]|\d+\.)\s+/.test(line)) {
      const items: string[] = [];
      while (/^\s*([-*]|\d+\.)\s+/.test(lines[i] ?? "")) items.push((lines[i++] ?? "").replace(/^\s*([-*]|\d+\.)\s+/, ""));
      blocks.push(<ul>{items.map((item) => <li>{inline(item)}</li>)}</ul>);
    } else {
      if (line.trim() !== "") blocks.push(<p>{inline(line)}</p>);
      i += 1;
    }
  }
  return <div class="markdown">{blocks}</div>;
}
