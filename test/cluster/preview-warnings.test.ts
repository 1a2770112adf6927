// What a dry run of `podmutator-preview` is told by the webhooks, and that nobody else is told it.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { readVersion } from '../../runtime/version.js';
import { createPod, openCluster } from './cluster.js';
import { runKubectl } from './kubectl.js';

const cluster = openCluster();

async function create(flags: readonly string[]): Promise<string> {
  const namespace = await cluster.createNamespace({ labels: { 'kubevirt.io/use-macvtap': 'true' } });
  const file = join(cluster.access.folder, `${namespace}.json`);
  await writeFile(file, JSON.stringify(createPod({ annotations: { 'dragonfly.io/inject': 'true' } })));
  const { code, messages } = await runKubectl(cluster.access, ['create', '-n', namespace, '-f', file, ...flags]);
  if (code !== 0) throw new Error(messages);
  return messages;
}

test('kubectl shows one warning of each webhook to a dry run of podmutator-preview', async (t) => {
  const lines = (await create(['--dry-run=server', '--field-manager=podmutator-preview']))
    .trim()
    .split('\n')
    .toSorted();
  const end = `sha256:[0-9a-f]{64} ${readVersion()}`;
  t.is(lines.length, 2, lines.join('\n'));
  t.regex(lines[0] ?? '', new RegExp(`^Warning: podmutator dragonfly mutated OPTED_IN_BY_POD ${end}$`));
  t.regex(lines[1] ?? '', new RegExp(`^Warning: podmutator macvtap skipped [A-Z_]+ ${end}$`));
});

for (const [what, flags] of [
  ['a dry run of another field manager', ['--dry-run=server', '--field-manager=podmutator']],
  ['a dry run of no field manager', ['--dry-run=server']],
  ['a creation by podmutator-preview', ['--field-manager=podmutator-preview']],
] as const) {
  test(`${what} is told nothing`, async (t) => t.is(await create(flags), ''));
}
