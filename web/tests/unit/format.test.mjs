// Figures and dates as they are shown. The sources are TypeScript, which Vite turns into modules first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readdirSync, readFileSync } from "node:fs";
import { transformWithEsbuild } from "vite";

async function load(path) {
  const source = readFileSync(new URL(`../../src/${path}`, import.meta.url), "utf8");
  const { code } = await transformWithEsbuild(source, path, { loader: "ts", tsconfigRaw: {} });
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
}

const { dateText, decimals, dayNumber, dayText, num, percent, place } = await load("format.ts");
const { parseMetrics, sumOf } = await load("metrics.ts");

test("percentages are rounded half up to two decimals at the edge", () => {
  assert.equal(percent(0.4864), "48.64 %");
  assert.equal(percent(3.25), "325 %");
  assert.equal(percent(2 / 3), "66.67 %");
  assert.equal(percent(0.10005), "10.01 %");
  assert.equal(percent(undefined), "–");
  assert.equal(percent("NaN"), "–");
  assert.equal(decimals(1234567.5), "1,234,567.5");
  assert.equal(decimals(-0.001), "0");
});

test("dates survive the way to a day number and back", () => {
  for (const day of ["2022-01-01", "2024-02-29", "1999-12-31"]) assert.equal(dayText(dayNumber(day)), day);
  assert.equal(dateText({ year: 2022, month: 6, day: 3 }), "2022-06-03");
  assert.equal(dateText(undefined), "");
});

test("resource names are taken apart", () => {
  assert.deepEqual(place("districts/440113/programmes/2022/projects/3/tasks/2"),
    { district: "440113", year: "2022", project: "3", task: "2", indicator: "" });
});

test("numbers that are none are no numbers", () => {
  assert.equal(num("Infinity"), undefined);
  assert.equal(num("12"), 12);
});

test("a metrics page is read with its labels", () => {
  const samples = parseMetrics('# HELP x y\nx{a="1",b="q\\"t"} 2\nx{a="2"} 3.5\nname_only 1e3 1700000000\n');
  assert.equal(samples.length, 3);
  assert.equal(samples[0].labels.b, 'q"t');
  assert.equal(sumOf(samples, (sample) => sample.name === "x"), 5.5);
  assert.equal(samples[2].value, 1000);
});

test("words for errors are words for errors that the services make", () => {
  const root = new URL("../../../", import.meta.url).pathname;
  const words = readFileSync(`${root}web/src/i18n.ts`, "utf8");
  const reasons = [...words.matchAll(/^ {2}reason_([A-Z_]+):/gm)].map((match) => match[1]);
  assert.ok(reasons.length > 20);
  const code = readdirSync(`${root}services`, { recursive: true }).filter((name) => /\.(cc|h)$/.test(name))
    .map((name) => readFileSync(`${root}services/${name}`, "utf8")).join("\n") + readFileSync(`${root}web/src/api.ts`, "utf8");
  assert.deepEqual(reasons.filter((reason) => !code.includes(`"${reason}"`)), []);
});
