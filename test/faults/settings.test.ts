// The settings of a running process break and are repaired: decisions stay as they were until there are good ones.

import { mkdtemp, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../adapter/client.js';
import type { GetServerInfoResponse__Output } from '../../proto/gen/podmutator/v1/GetServerInfoResponse.js';
import { macvtapPod, reviewOf } from '../adapter/adapting.js';
import { launch } from '../cli/command.js';
import { readPage, readSeries, until } from './processes.js';

const body = JSON.stringify(reviewOf(macvtapPod));

async function openInfo(t: ExecutionContext, target: string): Promise<() => Promise<GetServerInfoResponse__Output>> {
  const client = createClient({ target, mode: 'unary', registry: new Registry(), log: pino({ enabled: false }) });
  t.teardown(() => client.close());
  return () => client.getServerInfo();
}

test('a settings file that breaks leaves the last good settings in force, and says so until it is repaired', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-'));
  const file = join(folder, 'config.yaml');
  const write = async (text: string): Promise<void> => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  await write('mutators: {macvtap: {enabled: true}}\n');
  const serve = await launch(t, 'podmutator', [
    ...['serve', '--allow-http', '--addr', '127.0.0.1:0', '--grpc-addr', '127.0.0.1:0', '--config', file],
  ]);
  const url = `http://${serve.ready['webhook']}`;
  const readInfo = await openInfo(t, serve.ready['grpc'] ?? '');
  const decide = async (): Promise<string> => {
    const answer = await fetch(`${url}/mutate/macvtap`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return answer.text();
  };
  const worked = async (): Promise<number | undefined> =>
    readSeries((await readPage(`${url}/metrics`)).text, 'podmutator_settings_last_reload_successful');
  const before = { answer: await decide(), info: await readInfo() };
  t.regex(before.answer, /"patchType":"JSONPatch"/);
  t.is(await worked(), 1);

  await write('mutators:\n  macvtap:\n    enabeld: false\n');
  await until(async () => (await worked()) === 0);
  const broken = await readInfo();
  t.like(broken.settings, { lastTryWorked: false, loadedAt: before.info.settings?.loadedAt });
  t.regex(broken.settings?.error ?? '', /config\.yaml:3:5: mutators\.macvtap\.enabeld: unknown key/);
  t.is(broken.configRevision, before.info.configRevision);
  t.is(await decide(), before.answer);
  t.is((await readPage(`${url}/readyz`)).status, 200);
  await until(async () => JSON.stringify(serve.log).includes('settings not reloaded; the last good ones stay'));

  await write('mutators: {macvtap: {enabled: false}}\n');
  await until(async () => (await worked()) === 1);
  const repaired = await readInfo();
  t.like(repaired.settings, { lastTryWorked: true, error: '' });
  t.not(repaired.configRevision, before.info.configRevision);
  t.notRegex(await decide(), /"patchType"/);
});
