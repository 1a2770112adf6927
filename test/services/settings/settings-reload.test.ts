import { execFileSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { startService } from '../../../services/main.js';
import { SettingsError } from '../../../services/settings/settings.js';
import { replaceFile, writeFileOfTest } from '../../kit/files.js';
import { createLogOfTest, failureOf, macvtapPod, serve } from '../../kit/service.js';
import { until } from '../../kit/until.js';

const watchIntervalMs = 10;

async function createFile(t: ExecutionContext, text: string) {
  const path = await writeFileOfTest(t, 'settings.yaml', text);
  const write = (content: string | Buffer): Promise<void> => replaceFile(path, content);
  return { path, write };
}

test('changed settings come into force while the service runs', async (t) => {
  const file = await createFile(t, '{}');
  const { call, service } = await serve(t, { configFile: file.path, watchIntervalMs });
  const before = await call('getServerInfo', {});
  t.like(before, { mutators: ['macvtap'], settings: { path: 'settings.yaml', lastTryWorked: true, error: '' } });
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
  t.deepEqual(broken.settings?.loadedAt, before.settings?.loadedAt);
  t.true(
    broken.settings?.error.startsWith(
      'settings.yaml:1:11: limits.maxPodBites: unknown key; did you mean "maxPodBytes"?',
    ),
  );
  t.true(
    log.some(
      ({ msg, problem }) =>
        msg === 'settings not reloaded; the last good ones stay' && String(problem).startsWith(`${file.path}:1:11: `),
    ),
  );
  t.regex(await worked(), /successful 0$/m);

  await rm(file.path);
  await until(async () => /cannot be read/.test((await call('getServerInfo', {})).settings?.error ?? ''));
  await file.write('limits: { maxPodBytes: 4096 }\n');
  await until(async () => (await call('getServerInfo', {})).limits?.maxPodBytes === 4096);
  t.regex(await worked(), /successful 1$/m);
});

test('no accident with the file changes a decision, and each is told', async (t) => {
  const file = await createFile(t, 'mutators: { macvtap: { enabled: false } }\n');
  const { call } = await serve(t, { configFile: file.path, watchIntervalMs });
  const { configRevision } = await call('getServerInfo', {});
  const accidents: readonly (readonly [RegExp, () => unknown])[] = [
    [/found nothing; write \{\}/, () => file.write('')],
    [/unknown key/, () => file.write('mutator: {}\n')],
    [/found nothing; write \{\}/, () => file.write('# mutators: {}\n')],
    [/expected UTF-8/, () => file.write(Buffer.from('mutators: {} # \xe4', 'latin1'))],
    [/expected at most 262144 bytes, found more/, () => file.write(`mutators: {} #${' '.repeat(262_144)}\n`)],
    [/expected object, received string/, () => file.write('\0'.repeat(100))],
    [/expected a file, found a directory/, () => mkdir(file.path)],
    [/expected a file, found a named pipe/, () => execFileSync('mkfifo', [file.path])],
    [/ENOENT/, () => undefined],
  ];
  for (const [message, cause] of accidents) {
    await rm(file.path, { recursive: true, force: true });
    await cause();
    const broken = await until(async () => {
      const info = await call('getServerInfo', {});
      return message.test(info.settings?.error ?? '') && info;
    });
    t.like(broken, { configRevision, mutators: [], settings: { lastTryWorked: false } });
    t.is((await call('mutatePod', { podJson: macvtapPod() })).mutators.length, 0);
  }
  await file.write('{}');
  await until(async () => (await call('getServerInfo', {})).mutators.length === 1);
});

test('a file that is half written is not taken, wherever within a line it was cut', async (t) => {
  const whole = 'mutators:\n  macvtap:\n    enabled: false\nlimits:\n  maxCallsInFlight: 4001\n  maxPodBytes: 20480\n';
  const file = await createFile(t, whole);
  const { call, log } = await serve(t, { configFile: file.path, watchIntervalMs });
  const { configRevision } = await call('getServerInfo', {});
  for (let end = 0; end < whole.length; end += 1) {
    if (whole[end - 1] === '\n') continue;
    const before = await call('getServerInfo', {});
    await file.write(whole.slice(0, end));
    const after = await until(async () => {
      const info = await call('getServerInfo', {});
      return info.settings?.triedAt !== before.settings?.triedAt && info;
    });
    t.is(after.configRevision, configRevision, `cut at ${end}`);
  }
  await file.write(whole.slice(0, whole.indexOf('  maxPodBytes')));
  const taken = await until(async () => {
    const info = await call('getServerInfo', {});
    return info.configRevision !== configRevision && info;
  });
  t.is(taken.limits?.maxPodBytes, 4_194_304);
  const told = log.findLast(({ msg }) => msg === 'settings reloaded');
  t.like(told, { changed: ['limits.maxPodBytes'], changes: 1 });
});

test('the service does not start with settings that are wrong or missing', async (t) => {
  const file = await createFile(t, 'limit: {}\n');
  const { logger } = createLogOfTest();
  const start = (configFile: string) => startService({ address: '127.0.0.1:0', logger, configFile });
  const wrong = await t.throwsAsync(start(file.path), { instanceOf: SettingsError });
  t.is(wrong?.message, `${file.path}:1:1: limit: unknown key; did you mean "limits"? allowed: mutators, limits`);
  await t.throwsAsync(start(`${file.path}.none`), { instanceOf: SettingsError, message: /cannot be read: ENOENT/ });
});
