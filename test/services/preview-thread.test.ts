// When the thread of the previews is there, and when it is not. One test at a time: they count the threads of the
// process.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import test from 'ava';
import { PodMutatorError } from '../../proto/errors.js';
import { createPreviewRequest } from '../../proto/preview-request.js';
import { writeFileOfTest } from '../kit/files.js';
import { mutators } from '../kit/odd-mutators.js';
import { failureOf, macvtapPod, serve } from '../kit/service.js';
import { until } from '../kit/until.js';

const [odd] = mutators as [(typeof mutators)[0]];
const options = { mutators: [odd], mutatorModule: new URL('../kit/odd-mutators.js', import.meta.url) };
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {annotations: {odd: ANNOTATION}}\nspec: {containers: [{name: a}]}\n';

function countThreads(): number {
  const { workers } = process.report.getReport() as unknown as { readonly workers: readonly unknown[] };
  return workers.length;
}

test.serial('no thread is started without a preview', async (t) => {
  const { call } = await serve(t, options);
  await call('mutatePod', { podJson: macvtapPod() });
  await call('listMutators', {});
  t.is(countThreads(), 0);
  await call('preview', { manifest: pod });
  await call('preview', { manifest: pod });
  t.is(countThreads(), 1);
});

test.serial('a thread without work is stopped, and another one started when it is needed', async (t) => {
  const { call } = await serve(t, { ...options, previews: { idleMs: 20 } });
  await until(() => countThreads() === 0);
  for (const _ of [1, 2]) {
    t.is((await call('preview', { manifest: pod })).results.length, 1);
    await until(() => countThreads() === 0);
  }
});

test.serial('stopping the service ends the thread and refuses what it computes', async (t) => {
  const { service } = await serve(t, options);
  const loop = createPreviewRequest({ manifest: pod.replace('ANNOTATION', 'loop') });
  await service.api.preview(createPreviewRequest({ manifest: pod }));
  const pending = [failureOf(service.api.preview(loop)), failureOf(service.api.preview(loop))];
  t.is(countThreads(), 1);
  await service.stop();
  t.is(countThreads(), 0);
  for (const error of [...(await Promise.all(pending)), await failureOf(service.api.preview(loop))]) {
    t.true(error instanceof PodMutatorError);
    t.like((error as unknown as PodMutatorError).details, { code: 'UNAVAILABLE', reason: 'DRAINING' });
  }
});

test.serial('the thread does not keep the process alive', async (t) => {
  const text = `
    import { pino } from ${JSON.stringify(import.meta.resolve('pino'))};
    import { createPreviewRequest } from ${JSON.stringify(import.meta.resolve('../../proto/preview-request.js'))};
    import { startService } from ${JSON.stringify(import.meta.resolve('../../services/main.js'))};
    const { api } = await startService({ logger: pino({ level: 'silent' }) });
    const request = createPreviewRequest({ manifest: 'apiVersion: v1\\nkind: Service' });
    const { results } = await api.preview(request);
    console.log(results[0].verdict);
  `;
  const script = await writeFileOfTest(t, 'script.mjs', text);
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  t.is(stdout, 'VERDICT_NOT_APPLICABLE\n');
});
