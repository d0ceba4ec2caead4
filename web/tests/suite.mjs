// Starts the whole suite on free ports and a directory of its own, and stops it.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const offsets = [1, 2, 3, 79, 80, 2001, 2002, 2003, 2080];

const isFree = (port) => new Promise((resolve) => {
  const server = createServer();
  server.once("error", () => resolve(false));
  server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
});

async function freeBasePort() {
  for (let tries = 0; tries < 50; tries += 1) {
    const base = 20000 + Math.floor(Math.random() * 300) * 100;
    if ((await Promise.all(offsets.map((offset) => isFree(base + offset)))).every(Boolean)) return base;
  }
  throw new Error("no free ports");
}

export async function startSuite(binDir, samples = []) {
  const base = await freeBasePort();
  const data = mkdtempSync(join(tmpdir(), "duban-e2e-"));
  const up = spawn(join(binDir, "duban"),
    ["up", "--data", data, "--base-port", String(base), ...samples.flatMap((sample) => ["--sample", sample])],
    { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  await new Promise((resolve, reject) => {
    up.stdout.on("data", (chunk) => {
      output += chunk;
      if (output.includes("Ctrl-C")) resolve();
    });
    up.on("exit", (code) => reject(new Error(`duban up ended with ${code}:\n${output}`)));
  });
  return {
    url: `http://127.0.0.1:${base + 80}`,
    // Process id of one of the programs, found among the children of `duban up`.
    pidOf(program) {
      const children = readFileSync(`/proc/${up.pid}/task/${up.pid}/children`, "utf8").trim().split(/\s+/);
      const pid = children.find((child) => existsSync(`/proc/${child}/cmdline`) &&
        readFileSync(`/proc/${child}/cmdline`, "utf8").split("\0")[0].endsWith(program));
      if (pid === undefined) throw new Error(`${program} does not run`);
      return Number(pid);
    },
    async stop() {
      const ended = new Promise((resolve) => up.once("exit", resolve));
      up.removeAllListeners("exit");
      up.once("exit", () => undefined);
      up.kill("SIGINT");
      await Promise.race([new Promise((resolve) => up.once("exit", resolve)), ended]);
      rmSync(data, { recursive: true, force: true });
    },
  };
}
