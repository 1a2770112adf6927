// What --namespaces opens, and what an operator sees of it.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { openNamespaces } from '../../../adapter/namespaces/open.js';
import { until } from '../../kit/until.js';

const shop = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';

test('--namespaces=none knows nothing, and says why', async (t) => {
  const source = await openNamespaces('none', { log: pino({ enabled: false }), registry: new Registry() });
  t.true(source.isReady());
  t.deepEqual(await source.lookup('shop', { deadline: 0 }), { found: false, reason: 'NAMESPACES_NOT_CONFIGURED' });
  await source.close();
});

test('--namespaces=FILE shows in log and metrics what it loaded and what it could not', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-namespaces-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'namespaces.yaml');
  await writeFile(path, shop);
  const lines: string[] = [];
  const registry = new Registry();
  const source = await openNamespaces(path, { log: pino({}, { write: (line: string) => lines.push(line) }), registry });
  t.teardown(() => source.close());
  const isLoaded = async (): Promise<number | undefined> =>
    (await registry.getSingleMetric('podmutator_namespace_file_last_load_successful')?.get())?.values[0]?.value;
  t.is(await isLoaded(), 1);
  await writeFile(path, 'kind: [');
  await until(async () => (await isLoaded()) === 0);
  t.true(lines.some((line) => line.includes('kept the last good namespaces')));
  await writeFile(path, shop);
  await until(async () => (await isLoaded()) === 1);
});
