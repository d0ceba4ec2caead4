// Builds the board into the directory given: types from the protos, type check, bundle. Says nothing when all is well.
import { execFileSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = resolve(process.argv[2] ?? join(web, "dist"));
const steps = [
  ["node", ["tools/install.mjs"]],
  ["node", ["tools/generate.mjs"]],
  ["node", ["node_modules/typescript/bin/tsc", "--noEmit"]],
  ["node", ["node_modules/vite/bin/vite.js", "build", "--emptyOutDir", "--logLevel", "warn"]],
];
for (const [program, args] of steps) {
  try {
    execFileSync(program, args, { cwd: web, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, DUBAN_WEB_OUT: out } });
  } catch (error) {
    console.error(`${args[0]} failed:\n${error.stdout}${error.stderr}`);
    process.exit(1);
  }
}
