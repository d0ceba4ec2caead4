// The text format of Prometheus, as far as the operator page needs it.
export interface Sample { name: string; labels: Record<string, string>; value: number }

export function parseMetrics(page: string): Sample[] {
  const samples: Sample[] = [];
  for (const line of page.split("\n")) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/.exec(line);
    if (line.startsWith("#") || match === null) continue;
    const labels: Record<string, string> = {};
    for (const pair of (match[2] ?? "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) labels[pair[1] ?? ""] = (pair[2] ?? "").replace(/\\(.)/g, "$1");
    samples.push({ name: match[1] ?? "", labels, value: Number(match[3]) });
  }
  return samples;
}

export function sumOf(samples: Sample[], wanted: (sample: Sample) => boolean): number {
  return samples.reduce((sum, sample) => (wanted(sample) ? sum + sample.value : sum), 0);
}
