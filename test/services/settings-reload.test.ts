import { rm } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { startService } from '../../services/main.js';
import { SettingsError } from '../../services/settings.js';
import { replaceFile, writeFileOfTest } from './files.js';
import { createLogOfTest, failureOf, macvtapPod, serve, until } from './serving.js';

const watchIntervalMs = 10;

async function createFile(t: ExecutionContext, text: string) {
  const path = await writeFileOfTest(t, 'settings.yaml', text);
  const write = (content: string): Promise<void> => replaceFile(path, content);
  return { path, write };
}

test('changed settings come into force while the service runs', async (t) => {
  const file = await createFile(t, '');
  const { call, service } = await serve(t, { configFile: file.path, watchIntervalMs });
  const before = await call('getServerInfo', {});
  t.like(before, { mutators: ['macvtap'], settings: { path: file.path, lastTryWorked: true, error: '' } });
  await file.write('mutators: { macvtap: { enabled: false } }\nlimits: { maxPodBytes: 1024 }\n');
  const after = await until(async () => {
    const info = await call('getServerInfo', {});
    return info.configRevision !== before.configRevision && info;
  });
  t.deepEqual(after.mutators, []);
  t.is(after.limits?.maxPodBytes, 1024);
  t.deepEqual((await call('listMutators', {})).mutators, []);
  t.is((await failureOf(call('mutatePod', { podJson: Buffer.alloc(1025, ' ') }))).code, 8);
  const decision = await call('mutatePod', { podJson: macvtapPod(), mutators: ['macvtap'] });
  t.is(decision.mutators[0]?.reason, 'DISABLED');
  t.is(decision.configRevision, after.configRevision);
  const metrics = await service.registry.metrics();
  t.true(metrics.includes(`podmutator_settings_info{revision="${after.configRevision}"} 1`));
  t.false(metrics.includes(before.configRevision));
});

test('a broken file leaves the last good settings in force, and says so everywhere', async (t) => {
  const file = await createFile(t, 'limits: { maxPodBytes: 2048 }\n');
  const { call, service, log } = await serve(t, { configFile: file.path, watchIntervalMs });
  const before = await call('getServerInfo', {});
  const worked = () => service.registry.getSingleMetricAsString('podmutator_settings_last_reload_successful');
  t.regex(await worked(), /successful 1$/m);

  await file.write('limits: { maxPodBites: 4096 }\n');
  const broken = await until(async () => {
    const info = await call('getServerInfo', {});
    return info.settings?.lastTryWorked === false && info;
  });
  t.is(broken.configRevision, before.configRevision);
  t.is(broken.limits?.maxPodBytes, 2048);
  t.is(broken.settings?.loadedAt, before.settings?.loadedAt);
  t.true(
    broken.settings?.error.startsWith(
      `${file.path}:1:11: limits.maxPodBites: unknown key; did you mean "maxPodBytes"?`,
    ),
  );
  t.true(
    log.some(
      ({ msg, problem }) =>
        msg === 'settings not reloaded; the last good ones stay' && problem === broken.settings?.error,
    ),
  );
  t.regex(await worked(), /successful 0$/m);

  await rm(file.path);
  await until(async () => /cannot be read/.test((await call('getServerInfo', {})).settings?.error ?? ''));
  await file.write('limits: { maxPodBytes: 4096 }\n');
  await until(async () => (await call('getServerInfo', {})).limits?.maxPodBytes === 4096);
  t.regex(await worked(), /successful 1$/m);
});

test('the service does not start with settings that are wrong or missing', async (t) => {
  const file = await createFile(t, 'limit: {}\n');
  const { logger } = createLogOfTest();
  const start = (configFile: string) => startService({ address: '127.0.0.1:0', logger, configFile });
  const wrong = await t.throwsAsync(start(file.path), { instanceOf: SettingsError });
  t.is(wrong?.message, `${file.path}:1:1: limit: unknown key; did you mean "limits"? allowed: mutators, limits`);
  await t.throwsAsync(start(`${file.path}.none`), { instanceOf: SettingsError, message: /cannot be read: ENOENT/ });
});
