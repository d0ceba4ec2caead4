// What the overlays come to, as objects, and what the programs say of themselves.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { parse, parseAllDocuments } from "yaml";

import { kustomize } from "./kubectl.mjs";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const bin = process.env.DUBAN_BIN_DIR ?? join(root, "build/release/bin");

export const overlays = Object.fromEntries(readdirSync(join(root, "k8s/overlays")).map((name) =>
  [name, parseAllDocuments(kustomize(`k8s/overlays/${name}`)).map((document) => document.toJS())]));

export const title = (object) => `${object.kind} ${object.metadata.name}`;
export const read = (path) => readFileSync(join(root, path), "utf8");
export const readYaml = (path) => parse(read(path), { merge: true });

// The template of the pods that an object makes, or undefined.
export function podOf(object) {
  if (object.kind === "CronJob") return object.spec.jobTemplate.spec.template;
  return ["Deployment", "StatefulSet", "DaemonSet", "Job"].includes(object.kind) ? object.spec.template : undefined;
}
export const containersOf = (pod) => [...(pod.spec.initContainers ?? []), ...pod.spec.containers];

// Runs one of our programs; what it prints. A status other than 0 is an error with its message.
export function run(program, args, env = {}) {
  return execFileSync(join(bin, program), args, { encoding: "utf8", env: { PATH: process.env.PATH, ...env }, stdio: ["ignore", "pipe", "pipe"] });
}

// The program of an image of ours: duban/ingest:0.1.0 -> duban-ingest, duban/duban -> duban.
export function programOf(image) {
  const name = /^duban\/([a-z]+)(:|$)/.exec(image)?.[1];
  return name === undefined ? undefined : name === "duban" ? "duban" : `duban-${name}`;
}
