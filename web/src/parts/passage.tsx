// Words of a document with the figures in them marked. Always text, never markup.
interface Mark { from: number; to: number; strong: boolean }

// `quotes` are marked wherever they stand; the `nth` place (from 0) of `asked` stands out.
export function Passage(props: { text: string; quotes: readonly string[]; asked?: string; nth?: number }) {
  const { text, asked } = props;
  const marks: Mark[] = [];
  const add = (quote: string, strong: (index: number) => boolean) => {
    let index = 0;
    for (let at = quote === "" ? -1 : text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + quote.length)) {
      const to = at + quote.length;
      // A longer quote that was marked before holds this one too.
      if (!marks.some((mark) => at < mark.to && to > mark.from)) marks.push({ from: at, to, strong: strong(index) });
      index += 1;
    }
  };
  if (asked !== undefined) add(asked, (index) => index === (props.nth ?? 0));
  for (const quote of [...props.quotes].sort((a, b) => b.length - a.length)) add(quote, () => false);
  marks.sort((a, b) => a.from - b.from);
  const ends = [0, ...marks.map((mark) => mark.to)];
  return (
    <blockquote class="passage">
      {marks.map((mark, i) => (
        <>
          {text.slice(ends[i], mark.from)}
          <mark class={mark.strong ? "" : "quiet-mark"}>{text.slice(mark.from, mark.to)}</mark>
        </>
      ))}
      {text.slice(ends[marks.length])}
    </blockquote>
  );
}
