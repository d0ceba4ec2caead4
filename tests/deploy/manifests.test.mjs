// The manifests are what Kubernetes takes, keep our own rules, and agree with the programs.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

import { containersOf, overlays, podOf, programOf, read, readYaml, root, run, title } from "./objects.mjs";

const groups = [
  [/^monitoring\.coreos\.com\//, "@kubernetes-models/prometheus-operator"],
  [/^gateway\.networking\.k8s\.io\//, "@kubernetes-models/gateway-api"],
  [/./, "kubernetes-models"],
];
const moduleOf = (object) => `${groups.find(([group]) => group.test(object.apiVersion))[1]}/${object.apiVersion}`;
const each = Object.entries(overlays);

describe("the schema of Kubernetes", () => {
  for (const [overlay, objects] of each) {
    it(`holds for every object of ${overlay}`, async () => {
      assert.ok(objects.length > 20);
      for (const object of objects) {
        const model = (await import(moduleOf(object)))[object.kind];
        assert.ok(model, `${title(object)}: no such kind in ${object.apiVersion}`);
        assert.doesNotThrow(() => new model(object).validate(), `${overlay}: ${title(object)}`);
      }
    });
  }

  // The validators pass over unknown keys; the compiler does not where a literal stands for a type.
  it("knows every key of every object", () => {
    const directory = mkdtempSync(join(root, "tests/deploy/node_modules/.check-"));
    try {
      const lines = each.flatMap(([overlay, objects]) => objects.map((object, i) =>
        `import type { I${object.kind} as T_${overlay.replace("-", "")}_${i} } from "${moduleOf(object)}";\n` +
        `export const o_${overlay.replace("-", "")}_${i}: T_${overlay.replace("-", "")}_${i} = ${JSON.stringify(object)};`));
      writeFileSync(join(directory, "objects.ts"), lines.join("\n"));
      const compile = () => execFileSync(process.execPath, [join(root, "tests/deploy/node_modules/typescript/bin/tsc"), "--noEmit", "--strict",
        "--skipLibCheck", "--module", "nodenext", "--target", "es2022", join(directory, "objects.ts")], { encoding: "utf8", stdio: "pipe" });
      try {
        compile();
      } catch (error) {
        assert.fail(error.stdout.slice(0, 4000));
      }
      writeFileSync(join(directory, "objects.ts"), lines.join("\n").replace('"serviceAccountName"', '"serviceAcountName"'));
      assert.throws(compile, "a misspelt key must be found");
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe("our rules", () => {
  const pods = each.flatMap(([overlay, objects]) => objects.filter(podOf).map((object) => ({ overlay, object, pod: podOf(object) })));
  const check = (text, rule) => it(text, () => {
    for (const { overlay, object, pod } of pods) rule(pod, `${overlay}: ${title(object)}`, object);
  });
  const checkContainers = (text, rule) => check(text, (pod, where, object) => {
    for (const container of containersOf(pod)) rule(container, `${where}: ${container.name}`, object, pod);
  });

  checkContainers("every image has a tag that is not latest", ({ image }, where) => assert.match(image, /:(?!latest$)[\w.-]+$/, where));
  checkContainers("every container says what it needs and how much memory it may take", ({ resources }, where) => {
    for (const name of ["cpu", "memory", "ephemeral-storage"]) assert.ok(resources?.requests?.[name], `${where}: request of ${name}`);
    for (const name of ["memory", "ephemeral-storage"]) assert.ok(resources?.limits?.[name], `${where}: limit of ${name}`);
  });
  checkContainers("no container can write its root, gain rights, or hold a capability", ({ securityContext }, where) => {
    assert.equal(securityContext?.readOnlyRootFilesystem, true, where);
    assert.equal(securityContext?.allowPrivilegeEscalation, false, where);
    assert.deepEqual(securityContext?.capabilities, { drop: ["ALL"] }, where);
    assert.notEqual(securityContext?.privileged, true, where);
  });
  check("no pod runs as root, shares the node, or holds a token", ({ spec }, where) => {
    assert.equal(spec.securityContext?.runAsNonRoot, true, where);
    assert.ok(spec.securityContext?.runAsUser > 0, where);
    assert.equal(spec.securityContext?.seccompProfile?.type, "RuntimeDefault", where);
    assert.equal(spec.automountServiceAccountToken, false, where);
    for (const key of ["hostNetwork", "hostPID", "hostIPC"]) assert.ok(!spec[key], `${where}: ${key}`);
    assert.ok(!(spec.volumes ?? []).some((volume) => volume.hostPath), `${where}: hostPath`);
    assert.ok(spec.priorityClassName, `${where}: priority`);
    assert.notEqual(spec.serviceAccountName ?? "default", "default", where);
  });
  checkContainers("what serves has probes", (container, where, object, pod) => {
    if (["Job", "CronJob"].includes(object.kind) || (pod.spec.initContainers ?? []).includes(container)) return;
    assert.ok(container.readinessProbe && container.livenessProbe, where);
  });
  it("a secret is referred to, never written down", () => {
    for (const [overlay, objects] of each) assert.ok(!objects.some((object) => object.kind === "Secret"), overlay);
    checkSecretsOf(pods);
  });
  function checkSecretsOf(all) {
    for (const { overlay, object, pod } of all) {
      for (const variable of containersOf(pod).flatMap((container) => container.env ?? [])) {
        if (/KEY|SECRET|PASSWORD|TOKEN/.test(variable.name)) assert.ok(variable.valueFrom || variable.value.startsWith("/"), `${overlay}: ${title(object)}: ${variable.name}`);
      }
    }
  }

  for (const [overlay, objects] of each) {
    const ofKind = (kind) => objects.filter((object) => object.kind === kind);
    const matches = (selector, labels) => Object.entries(selector ?? {}).every(([key, value]) => labels?.[key] === value);

    it(`${overlay}: every service and every budget selects exactly the pods of one workload`, () => {
      for (const selector of [...ofKind("Service"), ...ofKind("PodDisruptionBudget")]) {
        const wanted = selector.spec.selector.matchLabels ?? selector.spec.selector;
        const chosen = objects.filter((object) => podOf(object) && matches(wanted, podOf(object).metadata.labels));
        assert.deepEqual(chosen.map((object) => object.metadata.name), [selector.metadata.name], title(selector));
      }
      for (const workload of [...ofKind("Deployment"), ...ofKind("StatefulSet")])
        assert.ok(ofKind("PodDisruptionBudget").some((budget) => budget.metadata.name === workload.metadata.name), `${title(workload)} has no budget`);
    });

    it(`${overlay}: every configuration, account, claim and service that is named is there`, () => {
      const names = (kind) => new Set(ofKind(kind).map((object) => object.metadata.name));
      const claims = names("PersistentVolumeClaim");
      for (const set of ofKind("StatefulSet"))
        for (const template of set.spec.volumeClaimTemplates) claims.add(`${template.metadata.name}-${set.metadata.name}-0`);
      for (const object of objects.filter(podOf)) {
        const { spec } = podOf(object);
        assert.ok(names("ServiceAccount").has(spec.serviceAccountName), `${title(object)}: ${spec.serviceAccountName}`);
        assert.ok(names("PriorityClass").has(spec.priorityClassName), title(object));
        for (const volume of spec.volumes ?? []) {
          // The placement file is followed without a restart, so its name stays.
          if (volume.configMap) assert.ok(names("ConfigMap").has(volume.configMap.name) && /-[a-z0-9]{10}$|^placement$/.test(volume.configMap.name), `${title(object)}: ${volume.configMap.name}`);
          if (volume.persistentVolumeClaim) assert.ok(claims.has(volume.persistentVolumeClaim.claimName), `${title(object)}: ${volume.persistentVolumeClaim.claimName}`);
        }
        if (object.kind === "StatefulSet") assert.ok(names("Service").has(object.spec.serviceName), title(object));
      }
      for (const route of [...ofKind("GRPCRoute"), ...ofKind("HTTPRoute")])
        for (const backend of route.spec.rules.flatMap((rule) => rule.backendRefs)) {
          const service = ofKind("Service").find((one) => one.metadata.name === backend.name);
          assert.ok(service?.spec.ports.some((port) => port.port === backend.port), `${title(route)}: ${backend.name}:${backend.port}`);
        }
      for (const scaler of ofKind("HorizontalPodAutoscaler")) {
        const target = ofKind("Deployment").find((one) => one.metadata.name === scaler.spec.scaleTargetRef.name);
        assert.ok(target && target.spec.replicas === undefined, `${title(scaler)} and a fixed number of replicas`);
      }
    });

    const policies = ofKind("NetworkPolicy");
    if (policies.length === 0) continue;
    it(`${overlay}: what a program calls is let out and let in, and nothing leaves without a name`, () => {
      assert.deepEqual(policies.find((policy) => policy.metadata.name === "default-deny")?.spec, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
      for (const policy of policies.filter((one) => one.metadata.name !== "default-deny"))
        for (const rule of policy.spec.egress ?? []) assert.ok(rule.to?.length > 0 && rule.ports?.length > 0, `${title(policy)}: egress without name or port`);
      const podsOf = (name) => objects.filter(podOf).map((object) => podOf(object).metadata.labels).filter((labels) => labels["app.kubernetes.io/name"] === name);
      const covers = (peers, labels) => peers.some((peer) => peer.podSelector && !peer.namespaceSelector && matches(peer.podSelector.matchLabels, labels));
      const open = (direction, own, other, port) => policies.some((policy) => matches(policy.spec.podSelector.matchLabels, own) &&
        (policy.spec[direction] ?? []).some((rule) => covers(rule.from ?? rule.to ?? [], other) && rule.ports.some((one) => one.port === port)));
      for (const [from, to, port] of callsOf(objects)) {
        const [caller] = podsOf(from);
        const [callee] = podsOf(to);
        assert.ok(open("egress", caller, callee, port), `${from} may not call ${to}:${port}`);
        assert.ok(open("ingress", callee, caller, port), `${to}:${port} does not let ${from} in`);
      }
    });
  }
});

// [caller, callee, port] of every address in the configurations and variables: what the programs are told to call.
function callsOf(objects) {
  const calls = [];
  for (const object of objects.filter(podOf)) {
    const caller = podOf(object).metadata.labels["app.kubernetes.io/name"];
    const told = (podOf(object).spec.volumes ?? []).map((volume) => objects.find((one) => one.kind === "ConfigMap" && one.metadata.name === volume.configMap?.name))
      .flatMap((map) => Object.values(map?.data ?? {}));
    told.push(...containersOf(podOf(object)).flatMap((container) => container.env ?? []).map((variable) => variable.value ?? ""));
    for (const [, callee, port] of told.join("\n").matchAll(/\b(registry|ingest|analytics|gateway|redis):(\d+)/g))
      if (callee !== caller) calls.push([caller, callee, Number(port)]);
  }
  assert.ok(calls.length >= 5);
  return calls;
}

describe("the programs", () => {
  const services = ["registry", "ingest", "analytics", "gateway"];
  const configOf = (name) => join(root, `k8s/base/${name}/${name}.yaml`);
  const printed = Object.fromEntries(services.map((name) =>
    [name, Object.fromEntries(run(`duban-${name}`, ["--config", configOf(name), "--print-config"]).trim().split("\n").map((line) => /^(\w+): (.*)$/.exec(line)?.slice(1) ?? ["", ""]))]));
  const seconds = (text) => ({ s: 1, m: 60 }[text.at(-1)] * Number.parseInt(text, 10));
  const port = (address) => Number(address.split(":").at(-1));

  it("take the configuration that the manifests give them", () => {
    for (const name of services) assert.ok(Object.keys(printed[name]).length > 10, name);
  });

  it("listen where containers and services say", () => {
    for (const objects of Object.values(overlays)) {
      for (const name of services) {
        const workload = objects.find((object) => ["Deployment", "StatefulSet"].includes(object.kind) && object.metadata.name === name);
        const ports = Object.fromEntries(workload.spec.template.spec.containers[0].ports.map((one) => [one.name, one.containerPort]));
        assert.equal(ports.grpc ?? ports.http, port(printed[name].http_address ?? printed[name].rpc_address), name);
        assert.equal(ports.metrics, port(printed[name].metrics_address), name);
        const service = objects.find((object) => object.kind === "Service" && object.metadata.name === name);
        assert.equal(service.spec.ports.find((one) => one.name === "metrics").port, ports.metrics, name);
        if (ports.grpc) assert.equal(service.spec.ports.find((one) => one.name === "grpc").port, ports.grpc, name);
      }
    }
  });

  it("serve the health names that probes ask for, and the services that routes name", () => {
    const protos = execFileSync("grep", ["-rhoE", "^(package|service) [A-Za-z0-9.]+", join(root, "protos/duban")], { encoding: "utf8" });
    let current = "";
    const known = new Set([""]);
    for (const line of protos.split("\n")) {
      const [word, name] = line.split(" ");
      if (word === "package") current = name.replace(/;$/, "");
      if (word === "service") known.add(`${current}.${name}`);
    }
    for (const objects of Object.values(overlays)) {
      for (const container of objects.filter(podOf).flatMap((object) => podOf(object).spec.containers))
        for (const probe of [container.startupProbe, container.readinessProbe, container.livenessProbe])
          if (probe?.grpc) assert.ok(known.has(probe.grpc.service ?? ""), `${container.name}: ${probe.grpc.service}`);
      for (const route of objects.filter((object) => object.kind === "GRPCRoute"))
        for (const match of route.spec.rules.flatMap((rule) => rule.matches ?? []))
          if (match.method) assert.ok(known.has(match.method.service), `${title(route)}: ${match.method.service}`);
    }
  });

  it("are placed as the file of the component dedicated-ingest says", () => {
    const rendered = ["placement", "render", "--placement", join(root, "k8s/components/dedicated-ingest/placement.yaml"), "--to",
      join(root, "k8s/components/dedicated-ingest"), "--base", join(root, "k8s/base/ingest")];
    assert.match(run("duban", [...rendered, "--check"]), /are current/);
    const set = overlays.production.find((object) => object.kind === "StatefulSet" && object.metadata.name === "ingest-panyu");
    const env = Object.fromEntries(set.spec.template.spec.containers[0].env.map(({ name, value }) => [name, value]));
    assert.equal(env.DUBAN_INSTANCE, "ingest-panyu");
    assert.equal(set.spec.template.spec.containers[0].resources.limits.memory, "4Gi");
    const routes = overlays.production.filter((object) => object.kind === "GRPCRoute").flatMap(({ spec }) => spec.rules);
    const to = (district) => routes.find(({ matches }) => matches.some(({ headers }) => headers?.some(({ name, value }) => name === "duban-district" && value === district)));
    assert.equal(to("440113").backendRefs[0].name, "ingest-panyu");
    assert.equal(to("440115").backendRefs[0].name, "ingest-nansha");
  });

  it("have the time to drain that the pods are given", () => {
    for (const objects of Object.values(overlays)) {
      for (const object of objects.filter((one) => services.includes(one.metadata.name) && podOf(one))) {
        const { spec } = podOf(object);
        const config = printed[object.metadata.name];
        const needed = (spec.containers[0].lifecycle?.preStop?.sleep?.seconds ?? 0) + seconds(config.drain) + seconds(config.stop_deadline);
        assert.ok(spec.terminationGracePeriodSeconds >= needed + 5, `${title(object)}: ${needed} s to stop, ${spec.terminationGracePeriodSeconds} s given`);
      }
    }
    const compose = readYaml("deploy/compose.yaml");
    for (const name of services) assert.ok(seconds(compose.services[name].stop_grace_period) >= seconds(printed[name].drain) + seconds(printed[name].stop_deadline), name);
  });

  it("know every flag, command and variable that they are started with", () => {
    for (const [overlay, objects] of each) {
      for (const container of objects.filter(podOf).flatMap((object) => containersOf(podOf(object)))) {
        const program = programOf(container.image);
        if (!program) continue;
        const args = container.args ?? [];
        const where = `${overlay}: ${container.name}: ${program} ${args.join(" ")}`;
        if (program === "duban") assert.match(run(program, ["--help"]), new RegExp(`^  ${args[0]} `, "m"), where);
        else assert.doesNotThrow(() => run(program, [...args, "--print-config"]), where);
        const help = run(program, ["--help"]);
        for (const { name } of container.env ?? []) {
          if (!name.startsWith("DUBAN_") || name === "DUBAN_CONFIG") continue;
          const flag = `--${name.slice("DUBAN_".length).toLowerCase().replaceAll("_", "-")} `;
          assert.ok(help.includes(program === "duban" ? `Env:${name}` : flag), `${where}: ${name}`);
        }
      }
    }
  });

  it("are the targets of the Dockerfile, the images of compose and of the overlays alike", () => {
    const targets = [...read("deploy/Dockerfile").matchAll(/^FROM runtime AS (\w+)$/gm)].map((match) => match[1]).sort();
    const compose = Object.values(readYaml("deploy/compose.yaml").services).filter((service) => service.build);
    assert.deepEqual(compose.map((service) => service.build.target).sort(), targets);
    for (const [overlay, objects] of each) {
      const used = new Set(objects.filter(podOf).flatMap((object) => containersOf(podOf(object))).map((container) => /^duban\/(\w+):/.exec(container.image)?.[1]).filter(Boolean));
      for (const name of used) assert.ok(targets.includes(name), `${overlay}: ${name}`);
      for (const name of services) assert.ok(used.has(name), `${overlay}: ${name}`);
    }
  });
});
