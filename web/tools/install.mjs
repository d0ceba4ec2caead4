// Installs the packages of package-lock.json when they are not those that are there. Quick and silent when they are.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
// Not `npm ci`: it wants every platform's binaries in the registry, also those that this machine will never load.
const stamp = join(web, "node_modules/.duban-stamp");
const wanted = createHash("sha256").update(readFileSync(join(web, "package-lock.json"))).digest("hex");
const present = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
if (present !== wanted) {
  console.log("Installing the board's npm packages ...");
  try {
    execFileSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: web, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    console.error(`tools/setup: npm install failed in web/:\n${String(error.stderr ?? error).split("\n").slice(-8).join("\n")}`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
