// Pictures of every page in several widths, languages and themes, for people to look at: node tests/shots.mjs URL DIRECTORY
// [DISTRICT/YEAR].
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const [base, out, where] = process.argv.slice(2);
if (base === undefined || out === undefined) {
  console.error("Usage: node tests/shots.mjs URL DIRECTORY [DISTRICT/YEAR]");
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.DUBAN_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
});
const at = where ?? "420506/2024";
const pages = {
  overview: "/", overview2024: "/?year=2024", heat: "/?view=heat", programme: `/d/${at}`, project: `/d/${at}/p/3`, units: `/d/${at}/units`,
  findings: `/d/${at}/findings`, bulletin: `/d/${at}/bulletin`, import: "/import", ops: "/ops",
};
const views = [
  ["wide", { width: 1366, height: 900 }, "zh", "light"],
  ["phone", { width: 390, height: 844 }, "zh", "light"],
  ["dark", { width: 1366, height: 900 }, "en", "dark"],
  ["wall", { width: 2560, height: 1440 }, "zh", "dark"],
  ["print", { width: 800, height: 1130 }, "zh", "light"],
];
for (const [view, viewport, language, theme] of views) {
  const context = await browser.newContext({ viewport, locale: "zh-CN" });
  await context.addInitScript(([l, th]) => {
    localStorage.setItem("duban-language", l);
    localStorage.setItem("duban-theme", th);
  }, [language, theme]);
  const page = await context.newPage();
  if (view === "print") await page.emulateMedia({ media: "print" });
  page.on("console", (message) => message.type() === "error" && console.log(`${view}: ${message.text()}`));
  page.on("pageerror", (error) => console.log(`${view}: ${error}`));
  for (const [name, path] of Object.entries(pages)) {
    if (view === "wall" && !["overview", "programme", "project"].includes(name)) continue;
    await page.goto(base + path);
    await page.waitForSelector("h1, .problem", { timeout: 15000 }).catch(() => console.log(`${view} ${name}: nothing shown`));
    await page.waitForTimeout(700);
    await page.screenshot({ path: `${out}/${name}-${view}.png`, fullPage: view === "phone" && name === "programme" });
  }
  await page.goto(`${base}/d/${at}/p/3`);
  await page.locator("a.figure").first().click({ timeout: 15000 });
  await page.locator("mark").waitFor({ timeout: 15000 }).catch(() => console.log(`${view} figure: no sentence marked`));
  await page.waitForTimeout(700);
  await page.screenshot({ path: `${out}/figure-${view}.png` });
  await context.close();
}
await browser.close();
