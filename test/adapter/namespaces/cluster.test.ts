// --namespaces=cluster against list, watch and read, undisturbed and with every fault that has a name of its own.

import { setTimeout } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { type Logger, pino } from 'pino';
import { Registry } from 'prom-client';
import { type ClusterTiming, watchClusterNamespaces } from '../../../adapter/namespaces/cluster.js';
import type { NamespaceSource } from '../../../adapter/namespaces/source.js';
import { startTestApiServer, type TestApiServer } from '../../kit/api-server.js';
import { until } from '../../kit/until.js';

const timing: ClusterTiming = {
  minimumPauseMs: 20,
  maximumPauseMs: 100,
  listTimeoutMs: 5000,
  watchMs: 60_000,
  graceMs: 10_000,
  readTimeoutMs: 5000,
};

interface Setup {
  readonly api: TestApiServer;
  readonly source: NamespaceSource;
  readonly log: readonly string[];
  metric(name: string): Promise<number | undefined>;
}

interface SetupOptions {
  readonly timing?: Partial<ClusterTiming>;
  readonly prepare?: (api: TestApiServer) => void;
}

async function setUp(t: ExecutionContext, options: SetupOptions = {}): Promise<Setup> {
  const api = await startTestApiServer();
  t.teardown(api.close);
  api.put('shop', { labels: { 'dragonflyoss-injection': 'enabled' }, annotations: { owner: 'shop-team' } });
  options.prepare?.(api);
  process.env['KUBECONFIG'] = api.kubeconfig;
  const registry = new Registry();
  const lines: string[] = [];
  const log: Logger = pino({ level: 'debug' }, { write: (line) => lines.push(line) });
  const source = await watchClusterNamespaces({ log, registry, timing: { ...timing, ...options.timing } });
  t.teardown(() => source.close());
  const metric = async (name: string): Promise<number | undefined> => {
    const { values } = (await registry.getSingleMetric(`podmutator_namespace_${name}`)?.get()) ?? { values: [] };
    return values.reduce((sum, { value }) => sum + value, 0);
  };
  return { api, source, log: lines, metric };
}

async function setUpWatching(t: ExecutionContext, options?: SetupOptions): Promise<Setup> {
  const setup = await setUp(t, options);
  await until(() => setup.api.openWatches() === 1);
  return setup;
}

const soon = (ms = 50_000): { deadline: number } => ({ deadline: Date.now() + ms });

test.serial('answers from the first list, without a request per lookup', async (t) => {
  const { api, source, metric } = await setUpWatching(t);
  t.true(source.isReady());
  for (let count = 0; count < 100; count += 1) {
    t.deepEqual(source.lookup('shop', soon()), {
      found: true,
      labels: { 'kubernetes.io/metadata.name': 'shop', 'dragonflyoss-injection': 'enabled' },
      annotations: { owner: 'shop-team' },
    });
  }
  t.deepEqual(api.requests, { list: 1, watch: 1, read: 0 });
  t.is(await metric('watch_known'), 1);
});

test.serial('shows the token of the kubeconfig with every request', async (t) => {
  const { api, source } = await setUpWatching(t);
  await source.lookup('nowhere', soon());
  t.deepEqual([...api.authorization], ['Bearer a-token']);
});

test.serial('keeps labels and annotations, but not the copy of the manifest that kubectl leaves', async (t) => {
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': '{"kind":"Namespace"}',
    'k8s.v1.cni.cncf.io/networks': 'macvtap-net',
  };
  const { source } = await setUpWatching(t, { prepare: (api) => api.put('vms', { annotations }) });
  t.deepEqual(await source.lookup('vms', soon()), {
    found: true,
    labels: { 'kubernetes.io/metadata.name': 'vms' },
    annotations: { 'k8s.v1.cni.cncf.io/networks': 'macvtap-net' },
  });
});

test.serial('reads a list of many pages to its end', async (t) => {
  const { api, source, metric } = await setUpWatching(t, {
    prepare(api) {
      api.pageSize = 7;
      for (let index = 0; index < 40; index += 1) api.put(`team-${index}`, {});
    },
  });
  t.is(await metric('watch_known'), 41);
  t.is(api.requests.list, 6);
  t.like(await source.lookup('team-39', soon()), { found: true });
  t.is(api.requests.read, 0);
});

test.serial('is not ready before the first list is in, and reads what it is asked for', async (t) => {
  const { api, source, metric } = await setUp(t, {
    prepare: ({ behaviour }) => Object.assign(behaviour, { list: 503 }),
  });
  await until(() => api.requests.list > 2);
  t.false(source.isReady());
  t.is(await metric('watch_connected'), 0);
  t.like(await source.lookup('shop', soon()), { found: true });
  api.behaviour.list = 'serve';
  await until(() => source.isReady());
});

test.serial('follows new, changed and removed namespaces', async (t) => {
  const { api, source } = await setUpWatching(t);
  const labelOf = async (name: string): Promise<string | undefined> => {
    const lookup = await source.lookup(name, soon());
    return lookup.found ? lookup.labels['stage'] : lookup.reason;
  };
  api.put('new', { labels: { stage: 'one' } });
  await until(async () => (await labelOf('new')) === 'one');
  api.put('new', { labels: { stage: 'two' } });
  await until(async () => (await labelOf('new')) === 'two');
  api.remove('new');
  await until(async () => (await labelOf('new')) === 'NAMESPACE_NOT_FOUND');
  t.is(api.requests.list, 1);
});

test.serial('reads a namespace that the watch has not shown yet, once for all who ask', async (t) => {
  const { api, source, metric } = await setUpWatching(t);
  api.isAnnouncing = false;
  api.put('just-made', { labels: { 'dragonflyoss-injection': 'enabled' } });
  const lookups = await Promise.all(Array.from({ length: 500 }, () => source.lookup('just-made', soon())));
  t.true(lookups.every((lookup) => lookup.found && lookup.labels['dragonflyoss-injection'] === 'enabled'));
  t.is(api.requests.read, 1);
  t.is(await metric('reads_total'), 1);
});

test.serial('remembers no negative answer', async (t) => {
  const { api, source } = await setUpWatching(t);
  api.isAnnouncing = false;
  t.deepEqual(await source.lookup('later', soon()), { found: false, reason: 'NAMESPACE_NOT_FOUND' });
  api.put('later', {});
  t.like(await source.lookup('later', soon()), { found: true });
});

for (const [status, reason] of [
  [404, 'NAMESPACE_NOT_FOUND'],
  [403, 'NAMESPACE_FORBIDDEN'],
  [401, 'NAMESPACE_FORBIDDEN'],
  [500, 'NAMESPACE_LOOKUP_FAILED'],
  [429, 'NAMESPACE_LOOKUP_FAILED'],
] as const) {
  test.serial(`a read answered with ${status} is ${reason}`, async (t) => {
    const { api, source, log } = await setUpWatching(t);
    api.behaviour.read = status;
    t.deepEqual(await source.lookup('elsewhere', soon()), { found: false, reason });
    t.is(
      log.some((line) => line.includes(reason)),
      status !== 404,
      'whatever an operator can mend is in the log',
    );
  });
}

test.serial('a read whose connection breaks is NAMESPACE_LOOKUP_FAILED', async (t) => {
  const { api, source } = await setUpWatching(t);
  await api.close();
  t.deepEqual(await source.lookup('elsewhere', soon()), { found: false, reason: 'NAMESPACE_LOOKUP_FAILED' });
});

test.serial('a read that is never answered ends with the deadline of the review', async (t) => {
  const { api, source } = await setUpWatching(t, { timing: { readTimeoutMs: 600_000 } });
  api.behaviour.read = 'hang';
  t.deepEqual(await source.lookup('elsewhere', soon(50)), { found: false, reason: 'NAMESPACE_LOOKUP_TIMED_OUT' });
});

test.serial('a read that is never answered ends by itself, however long the review may take', async (t) => {
  const { api, source } = await setUpWatching(t, { timing: { readTimeoutMs: 50 } });
  api.behaviour.read = 'hang';
  t.deepEqual(await source.lookup('elsewhere', soon(600_000)), {
    found: false,
    reason: 'NAMESPACE_LOOKUP_TIMED_OUT',
  });
});

test.serial('one review running out of time does not end the read for the others', async (t) => {
  const { api, source } = await setUpWatching(t, { timing: { readTimeoutMs: 600_000 } });
  api.behaviour.read = 'hang';
  const hurried = source.lookup('elsewhere', soon(1));
  const patient = source.lookup('elsewhere', soon(600_000));
  t.like(await hurried, { reason: 'NAMESPACE_LOOKUP_TIMED_OUT' });
  await until(() => api.requests.read === 1);
  api.release();
  t.like(await patient, { reason: 'NAMESPACE_NOT_FOUND' });
  t.is(api.requests.read, 1);
});

test.serial('a broken watch goes on with what is known, counts, and catches up', async (t) => {
  const { api, source, metric } = await setUpWatching(t);
  api.behaviour.list = 503;
  api.breakWatches();
  await until(async () => (await metric('watch_connected')) === 0);
  t.like(await source.lookup('shop', soon()), { found: true });
  t.true(source.isReady());
  api.put('while-away', { labels: { stage: 'new' } });
  api.remove('shop');
  api.behaviour.list = 'serve';
  await until(async () => (await metric('watch_connected')) === 1);
  t.like(source.lookup('while-away', soon()), { found: true });
  t.deepEqual(await source.lookup('shop', soon()), { found: false, reason: 'NAMESPACE_NOT_FOUND' });
  t.true(((await metric('watch_restarts_total')) ?? 0) >= 1);
});

for (const [name, line] of [
  ['410 Gone', '{"type":"ERROR","object":{"kind":"Status","code":410,"message":"too old resource version"}}'],
  ['a line that is not JSON', '{"type":'],
] as const) {
  test.serial(`${name} in the watch leads to a new list`, async (t) => {
    const { api, source } = await setUpWatching(t);
    api.isAnnouncing = false;
    api.put('missed', {});
    api.isAnnouncing = true;
    api.send(line);
    await until(() => api.requests.list === 2);
    await until(async () => (await source.lookup('missed', soon())).found);
    t.is(api.requests.list, 2);
  });
}

test.serial('a watch answered with 410 Gone leads to a new list', async (t) => {
  const { api, metric } = await setUpWatching(t);
  api.behaviour.watch = 410;
  api.breakWatches();
  await until(() => api.requests.list > 2);
  api.behaviour.watch = 'serve';
  await until(async () => (await metric('watch_connected')) === 1);
  t.pass();
});

test.serial('a watch that the server ends in good order goes on from the last bookmark, without a list', async (t) => {
  const { api, source, metric } = await setUpWatching(t);
  const bookmark = api.sendBookmark();
  // Longer than the pause, or it would count as a server that ends every watch at once.
  await setTimeout(timing.minimumPauseMs * 3);
  api.endWatches();
  await until(() => api.watchedFrom.length === 2);
  t.is(api.watchedFrom[1], bookmark);
  t.is(api.requests.list, 1);
  t.like(source.lookup('shop', soon()), { found: true });
  t.is(await metric('watch_restarts_total'), 0);
});

test.serial('a watch that is accepted and never answered is given up', async (t) => {
  const { api, source, metric } = await setUp(t, {
    timing: { watchMs: 100, graceMs: 0 },
    prepare: ({ behaviour }) => Object.assign(behaviour, { watch: 'hang' }),
  });
  await until(() => api.requests.watch >= 2);
  t.true(source.isReady());
  t.true(((await metric('watch_restarts_total')) ?? 0) >= 1);
});

test.serial('a list that is refused says in the log which rights are missing', async (t) => {
  const { api, log } = await setUp(t, { prepare: ({ behaviour }) => Object.assign(behaviour, { list: 403 }) });
  await until(() => api.requests.list >= 2);
  t.true(log.some((line) => line.includes('grant get, list and watch on namespaces')));
});

test.serial('close ends list, watch and reads, and leaves no connection', async (t) => {
  const { api, source } = await setUpWatching(t);
  api.behaviour.read = 'hang';
  const pending = source.lookup('elsewhere', soon());
  await until(() => api.requests.read === 1);
  await source.close();
  t.deepEqual(await pending, { found: false, reason: 'NAMESPACE_LOOKUP_FAILED' });
  await until(async () => (await api.connections()) === 0);
});

test.serial('close during the pause between two tries ends at once', async (t) => {
  const { api, source } = await setUp(t, {
    timing: { minimumPauseMs: 600_000, maximumPauseMs: 600_000 },
    prepare: ({ behaviour }) => Object.assign(behaviour, { list: 503 }),
  });
  await until(() => api.requests.list === 1);
  await source.close();
  t.is(api.requests.list, 1);
});

test.serial('without any credentials it says what was looked for', async (t) => {
  const { KUBECONFIG, HOME } = process.env;
  t.teardown(() => Object.assign(process.env, { KUBECONFIG, HOME }));
  process.env['KUBECONFIG'] = '';
  process.env['HOME'] = '/nonexistent';
  await t.throwsAsync(watchClusterNamespaces({ log: pino({ enabled: false }), registry: new Registry() }), {
    message: /--namespaces=cluster: expected credentials for an API server, found none; set KUBECONFIG/,
  });
});

test.serial('a kubeconfig that cannot be read is named', async (t) => {
  process.env['KUBECONFIG'] = '/nonexistent/kubeconfig';
  await t.throwsAsync(watchClusterNamespaces({ log: pino({ enabled: false }), registry: new Registry() }), {
    message: /--namespaces=cluster: cannot read the kubeconfig: .*\/nonexistent\/kubeconfig/,
  });
});
