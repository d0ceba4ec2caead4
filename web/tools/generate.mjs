// Writes TypeScript types of the public API to src/gen, from the protos, with protoc and protoc-gen-es.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const protos = join(web, "../protos");
const out = join(web, "src/gen");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const ours = readdirSync(join(protos, "duban"), { recursive: true }).filter((name) => name.endsWith(".proto"));
execFileSync("protoc", [
  "-I", protos,
  `--plugin=protoc-gen-es=${join(web, "node_modules/.bin/protoc-gen-es")}`,
  `--es_out=${out}`, "--es_opt=target=ts,json_types=true",
  ...ours.map((name) => join(protos, "duban", name)),
  ...["google/type/date", "google/rpc/status", "google/api/annotations", "google/api/http",
    "google/api/field_behavior"].map((name) => join(protos, `${name}.proto`)),
], { stdio: "inherit" });
