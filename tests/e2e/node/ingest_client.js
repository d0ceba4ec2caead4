// Drives ingest with a gRPC client that is not ours: submit, stream, watch, resume, and what goes wrong.
// Usage: node ingest_client.js REGISTRY INGEST PROTO_DIR
import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [registryAddress, ingestAddress, protoDir] = process.argv.slice(2);
const load = (file) => grpc.loadPackageDefinition(loader.loadSync(file, {
  includeDirs: [protoDir], enums: String, longs: Number, defaults: true, oneofs: true,
})).duban;
const credentials = grpc.credentials.createInsecure();
const {RegistryService} = load('duban/registry/v1/registry_service.proto').registry.v1;
const {ProgressService} = load('duban/ingest/v1/progress_service.proto').ingest.v1;
const registry = new RegistryService(registryAddress, credentials);
const progress = new ProgressService(ingestAddress, credentials);

const call = (client, method, request) => new Promise((resolve, reject) => {
  client[method](request, {deadline: Date.now() + 20_000},
      (error, response) => error ? reject(error) : resolve(response));
});

const parent = 'districts/310115';
const task = `${parent}/programmes/2023/projects/1/tasks/1`;
const submission = (value, requestId = `node-${value}`) => ({
  parent, requestId,
  report: {
    task, asOf: {year: 2023, month: 6, day: 30}, status: 'IN_PROGRESS',
    measurements: [{measure: '学位数', value, unit: '个'}],
  },
});

// The entries of a watch until `count` have come.
const watch = (request, count) => new Promise((resolve, reject) => {
  const seen = [];
  const stream = progress.watchReports({district: parent, ...request});
  stream.on('data', (entry) => {
    if (entry.district) seen.push(entry);
    if (seen.length === count) {
      stream.cancel();
      resolve(seen);
    }
  });
  stream.on('error', (error) => seen.length < count && reject(error));
});

// Sends all batches; the acknowledgements until the stream ends, or until `breakAfter` answers have come.
const send = (batches, breakAfter = Infinity) => new Promise((resolve, reject) => {
  const answers = [];
  const stream = progress.streamReports();
  stream.on('data', (response) => {
    answers.push(...response.acknowledgements);
    if (answers.length >= breakAfter) stream.cancel();
  });
  stream.on('end', () => resolve(answers));
  stream.on('error', (error) => error.code === grpc.status.CANCELLED ? resolve(answers) : reject(error));
  for (const requests of batches) stream.write({requests});
  stream.end();
});

await call(registry, 'applyProgramme', {
  createDistrict: true,
  programme: {
    name: `${parent}/programmes/2023`, year: 2023,
    projects: [{
      number: 1, title: '新增公办学位',
      tasks: [{number: 1, title: '新建小学', indicators: [{number: 1, measure: '学位数', comparator: 'AT_LEAST', value: 3000, unit: '个'}]}],
    }],
  },
});
for (let tries = 0; ; ++tries) {  // ingest follows the registry within milliseconds
  try {
    await call(progress, 'submitReport', {...submission(0, 'probe'), validateOnly: true});
    break;
  } catch (error) {
    if (error.code !== grpc.status.INVALID_ARGUMENT || tries > 500) throw error;
  }
}

const following = watch({}, 1);
const first = await call(progress, 'submitReport', submission(1));
assert.equal(first.position, 1);
assert.equal((await following)[0].requestId, 'node-1');
const again = await call(progress, 'submitReport', submission(1));
assert.deepEqual([again.duplicate, again.hash], [true, first.hash]);
const suspicious = await call(progress, 'submitReport', submission(90_000));
assert.equal(suspicious.remarks[0].kind, 'IMPLAUSIBLE_JUMP');

await assert.rejects(call(progress, 'submitReport', submission(2, 'node-1')),
    (error) => error.code === grpc.status.ALREADY_EXISTS && error.details.includes('value: 1 -> 2'));
await assert.rejects(call(progress, 'submitReport', submission(-1)),
    (error) => error.code === grpc.status.INVALID_ARGUMENT && error.details.includes('measurements[0].value'));

const batches = Array.from({length: 8}, (_, b) => Array.from({length: 25}, (_, i) => submission(1000 + 25 * b + i)));
await send(batches, 50);  // broken off: nobody knows how much of it was accepted
const acknowledged = await send(batches);
assert.deepEqual(acknowledged.map((a) => a.requestId), batches.flat().map((r) => r.requestId));
assert.ok(acknowledged.every((a) => a.status.code === 0));
assert.ok(acknowledged.some((a) => a.response.duplicate));
assert.equal(new Set(acknowledged.map((a) => a.response.position)).size, 200);

const entries = await watch({}, 202);
assert.deepEqual(entries.map((e) => e.position), Array.from({length: 202}, (_, i) => i + 1));
for (let i = 1; i < entries.length; ++i) assert.deepEqual(entries[i].previousHash, entries[i - 1].hash);
assert.deepEqual((await watch({afterPosition: 200}, 2)).map((e) => e.position), [201, 202]);
const current = await call(progress, 'listReports', {parent, task, pageSize: 1000});
assert.equal(current.reports.length, 202);
registry.close();
progress.close();
console.log('node: all as expected');
