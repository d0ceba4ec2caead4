// Drives the registry with a gRPC client that is not ours: create, apply, watch, search, and what goes wrong.
// Usage: node registry_client.js ADDRESS PROTO_DIR
import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [address, protoDir] = process.argv.slice(2);
const definition = loader.loadSync('duban/registry/v1/registry_service.proto', {
  includeDirs: [protoDir], enums: String, longs: Number, defaults: true, oneofs: true,
});
const {RegistryService} = grpc.loadPackageDefinition(definition).duban.registry.v1;
const client = new RegistryService(address, grpc.credentials.createInsecure());

const call = (method, request) => new Promise((resolve, reject) => {
  client[method](request, {deadline: Date.now() + 10_000},
      (error, response) => error ? reject(error) : resolve(response));
});

// The changes after a revision until `count` have come.
const watch = (afterRevision, count) => new Promise((resolve, reject) => {
  const seen = [];
  const stream = client.watchCatalog({afterRevision});
  stream.on('data', (event) => {
    if (event.change) seen.push(event);
    if (seen.length === count) {
      stream.cancel();
      resolve(seen);
    }
  });
  stream.on('error', (error) => seen.length < count && reject(error));
});

const programme = (title, value) => ({
  name: 'districts/310115/programmes/2023', title,
  projects: [{
    title: '新增公办学位', category: '教育', leadUnits: ['浦东新区教育局'],
    tasks: [{
      title: '新建小学三所',
      indicators: [{measure: '学位数', comparator: 'AT_LEAST', value, unit: '个'}],
      milestones: [{dueDate: {year: 2023, month: 6, day: 30}, title: '封顶'}],
    }],
  }],
});

const district = await call('createDistrict', {district: {name: 'districts/310115', displayName: '浦东新区'}});
assert.equal(district.city, '上海市');
const start = (await call('applyProgramme', {programme: programme('初稿', 3000), validateOnly: true})).catalogRevision;

const following = watch(start, 2);
const applied = await call('applyProgramme', {programme: programme('初稿', 3000), author: 'node'});
assert.equal(applied.changed, true);
const again = await call('applyProgramme', {programme: programme('初稿', 3000)});
assert.equal(again.changed, false);
const changed = await call('applyProgramme', {programme: {...programme('定稿', 2500), etag: applied.programme.etag}});
assert.deepEqual(changed.changes.map((c) => [c.kind, c.field, c.before, c.after]),
    [['MODIFIED', 'title', '初稿', '定稿'], ['MODIFIED', 'value', '3000', '2500']]);

const events = await following;
assert.deepEqual(events.map((e) => e.revision), [start + 1, start + 2]);
assert.equal(events[1].programme.title, '定稿');
assert.deepEqual((await watch(start + 1, 1)).map((e) => e.revision), [start + 2]);

const read = await call('getProgramme', {name: 'districts/310115/programmes/2023'});
assert.equal(read.projects[0].tasks[0].indicators[0].value, 2500);
const old = await call('getProgramme', {name: read.name, revision: 1});
assert.equal(old.projects[0].tasks[0].indicators[0].value, 3000);

const found = await call('searchProjects', {parent: 'districts/-', query: '學位'});
assert.equal(found.hits[0].resource, 'districts/310115/programmes/2023/projects/1');
const {snippet, matchStart, matchEnd} = found.hits[0];
assert.equal([...snippet].slice(matchStart, matchEnd).join(''), '学位');
const tasks = await call('listTasks', {parent: 'districts/310115', filter: 'lead_unit = 浦东新区教育局 AND due < 2024-01-01'});
assert.equal(tasks.tasks.length, 1);

await assert.rejects(call('applyProgramme', {programme: {...programme('x', 1), etag: '"1"'}}),
    (error) => error.code === grpc.status.ABORTED);
await assert.rejects(call('applyProgramme', {programme: programme('x', 0)}),
    (error) => error.code === grpc.status.INVALID_ARGUMENT && error.details.includes('indicators[0].value'));
await assert.rejects(call('getProgramme', {name: 'districts/310115/programmes/1999'}),
    (error) => error.code === grpc.status.INVALID_ARGUMENT);
client.close();
console.log('node: all as expected');
