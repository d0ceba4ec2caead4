// Starts the gateway and holds its OpenAPI document against the specification: node tests/openapi.mjs GATEWAY
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Validator } from "@seriousme/openapi-schema-validator";

const gateway = spawn(process.argv[2], ["--http-address", "127.0.0.1:0", "--metrics-address", "", "--log-format", "json"],
  { stdio: ["ignore", "ignore", "pipe"] });
let problems = ["the gateway did not start"];
for await (const line of createInterface({ input: gateway.stderr })) {
  const event = JSON.parse(line);
  if (event.event !== "serving_started") continue;
  const document = await (await fetch(`http://${event.address}/openapi.json`)).json();
  const result = await new Validator().validate(document);
  problems = result.valid ? [] : [JSON.stringify(result.errors, null, 1)];
  console.log(`OpenAPI ${document.openapi}: ${Object.keys(document.paths).length} paths, ${
    Object.keys(document.components.schemas).length} schemas`);
  gateway.kill("SIGTERM");
}
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
