// The settings of a running process break and are repaired: decisions stay as they were until there are good ones.

import { mkdtemp, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../adapter/client/client.js';
import type { GetServerInfoResponse__Output } from '../../proto/gen/podmutator/v1/GetServerInfoResponse.js';
import { macvtapPod, reviewOf } from '../kit/adapter.js';
import { launch } from '../kit/command.js';
import { readPage, readSeries } from '../kit/processes.js';
import { connect } from '../kit/service.js';
import { until } from '../kit/until.js';

const body = JSON.stringify(reviewOf(macvtapPod));
const grpc = ['--grpc-addr', '127.0.0.1:0'] as const;
const commands = {
  serve: { args: ['--allow-http', '--addr', '127.0.0.1:0', ...grpc], metrics: 'webhook', health: '/readyz' },
  service: { args: [...grpc, '--metrics-addr', '127.0.0.1:0'], metrics: 'metrics', health: '/healthz' },
} as const;

/** In an answer to a review, and in one of the service. */
const isMutated = /"patchType":"JSONPatch"|^\[\{"op":/;

async function review(url: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${url}/mutate/macvtap`, { method: 'POST', headers, body })).text();
}

async function call(t: ExecutionContext, address: string): Promise<string> {
  const { allowed } = await connect(t, address).call('mutatePod', {
    podJson: Buffer.from(JSON.stringify(macvtapPod)),
    namespace: 'shop',
  });
  return String(allowed?.jsonPatch);
}

async function openInfo(t: ExecutionContext, target: string): Promise<() => Promise<GetServerInfoResponse__Output>> {
  const client = createClient({ target, mode: 'unary', registry: new Registry(), log: pino({ enabled: false }) });
  t.teardown(() => client.close());
  return () => client.getServerInfo();
}

for (const [command, { args, metrics, health }] of Object.entries(commands)) {
  test(`${command}: a settings file that breaks leaves the last good settings in force, and says so until it is repaired`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'podmutator-'));
    const file = join(folder, 'config.yaml');
    const write = async (text: string): Promise<void> => {
      await writeFile(`${file}.new`, text);
      await rename(`${file}.new`, file);
    };
    await write('mutators: {macvtap: {enabled: true}}\n');
    const { ready, log } = await launch(t, 'podmutator', [command, ...args, '--config', file]);
    const url = `http://${ready[metrics]}`;
    const readInfo = await openInfo(t, ready['grpc'] ?? '');
    const decide = command === 'serve' ? () => review(url) : () => call(t, ready['grpc'] ?? '');
    const worked = async (): Promise<number | undefined> =>
      readSeries((await readPage(`${url}/metrics`)).text, 'podmutator_settings_last_reload_successful');
    const before = { answer: await decide(), info: await readInfo() };
    t.regex(before.answer, isMutated);
    t.is(await worked(), 1);

    await write('mutators:\n  macvtap:\n    enabeld: false\n');
    await until(async () => (await worked()) === 0);
    const broken = await readInfo();
    t.like(broken.settings, { lastTryWorked: false, loadedAt: before.info.settings?.loadedAt });
    t.regex(broken.settings?.error ?? '', /config\.yaml:3:5: mutators\.macvtap\.enabeld: unknown key/);
    t.is(broken.configRevision, before.info.configRevision);
    t.is(await decide(), before.answer);
    t.is((await readPage(url + health)).status, 200);
    await until(async () => JSON.stringify(log).includes('settings not reloaded; the last good ones stay'));

    await write('mutators: {macvtap: {enabled: false}}\n');
    await until(async () => (await worked()) === 1);
    const repaired = await readInfo();
    t.like(repaired.settings, { lastTryWorked: true, error: '' });
    t.not(repaired.configRevision, before.info.configRevision);
    t.notRegex(await decide(), isMutated);
  });
}
