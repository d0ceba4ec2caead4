// Installs the packages of each given directory's package-lock.json when they are not those that are there. Quick and silent
// when they are. Directories are relative to the repository; none = web.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : ["web"]) {
  const directory = join(root, name);
  const stamp = join(directory, "node_modules/.duban-stamp");
  const wanted = createHash("sha256").update(readFileSync(join(directory, "package-lock.json"))).digest("hex");
  const present = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (present === wanted) continue;
  console.log(`Installing the npm packages of ${name} ...`);
  try {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: directory, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    console.error(`tools/setup: npm ci failed in ${name}:\n${String(error.stderr ?? error).split("\n").slice(-8).join("\n")}`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
