// Previews that compute for ever, break their thread or their memory, and what everybody else notices of it. One at a
// time: each starts threads, and threads that all start at once are slow.

import test, { type ExecutionContext } from 'ava';
import { PodMutatorError } from '../../../proto/errors.js';
import type { PreviewRequest__Output } from '../../../proto/gen/podmutator/v1/PreviewRequest.js';
import { createPreviewRequest } from '../../../proto/preview-request.js';
import type { ServiceOptions } from '../../../services/main.js';
import { replaceFile, writeFileOfTest } from '../../kit/files.js';
import { mutators } from '../../kit/odd-mutators.js';
import { detailsOf, failureOf, macvtapPod, type Serving, serve } from '../../kit/service.js';
import { until } from '../../kit/until.js';

const [odd, uncopyable] = mutators as [(typeof mutators)[0], (typeof mutators)[0]];
const mutatorModule = new URL('../../kit/odd-mutators.js', import.meta.url);

/** In milliseconds: a deadline that only a broken service misses. */
const patience = 30_000;

const manifestOf = (doing: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {odd: "${doing}"}}\nspec: {containers: [{name: a}]}\n`;

const requestOf = (doing: string): PreviewRequest__Output => createPreviewRequest({ manifest: manifestOf(doing) });

function serveOdd(t: ExecutionContext, options: Partial<ServiceOptions> = {}): Promise<Serving> {
  return serve(t, { mutators: [odd], mutatorModule, ...options });
}

async function isPreviewing({ call }: Serving): Promise<boolean> {
  const { results } = await call('preview', { manifest: manifestOf('nothing') }, patience);
  return results[0]?.verdict === 'VERDICT_UNCHANGED';
}

const podOf = (doing: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { annotations: { odd: doing } },
      spec: { containers: [{ name: 'a' }] },
    }),
  );

const fullView = (doing: string) => ({ podJson: podOf(doing), view: 'VIEW_FULL' }) as const;

async function isExplaining({ call }: Serving): Promise<boolean> {
  const { mutators: results } = await call('mutatePod', fullView('nothing'), patience);
  return results[0]?.message === 'Nothing was to be done.';
}

async function problemOf(call: Promise<unknown>): Promise<PodMutatorError['details']> {
  const error: unknown = await failureOf(call);
  return error instanceof PodMutatorError ? error.details : detailsOf(error as never).details;
}

test.serial('Pods are decided on while a preview computes', async (t) => {
  const serving = await serveOdd(t);
  t.true(await isPreviewing(serving), 'the thread has started');
  let isPending = true;
  const preview = serving.client.preview(requestOf('loop'), () => {
    isPending = false;
  });
  for (let count = 0; count < 100; count += 1) {
    const { decision } = await serving.call('mutatePod', { podJson: macvtapPod() });
    t.is(decision, 'allowed');
  }
  t.true(isPending);
  preview.cancel();
});

test.serial('the deadline of the caller ends a preview, and the next one works', async (t) => {
  const serving = await serveOdd(t);
  t.is((await failureOf(serving.call('preview', requestOf('loop'), 200))).code, 4);
  t.like(await problemOf(serving.service.api.preview(requestOf('loop'), { deadline: Date.now() + 200 })), {
    code: 'DEADLINE_EXCEEDED',
    reason: 'DEADLINE_EXCEEDED',
  });
  t.true(await isPreviewing(serving));
});

test.serial('the longest time of the settings ends a preview without deadline', async (t) => {
  const configFile = await writeFileOfTest(t, 'settings.yaml', 'limits: { maxCallSeconds: 0.2 }');
  const { service } = await serveOdd(t, { configFile });
  const expected = { code: 'DEADLINE_EXCEEDED', reason: 'CALL_TOO_LONG' } as const;
  t.like(await problemOf(service.api.preview(requestOf('loop'))), expected);
});

test.serial('a caller that goes away ends its preview, whether it was begun or not', async (t) => {
  const serving = await serveOdd(t);
  const calls = [1, 2].map(() => serving.client.preview(requestOf('loop'), () => {}));
  t.is((await serving.call('getServerInfo', {})).configRevision.length, 71);
  for (const call of calls) call.cancel();
  t.true(await isPreviewing(serving));

  const caller = new AbortController();
  const previews = [1, 2].map(() => serving.service.api.preview(requestOf('loop'), { signal: caller.signal }));
  caller.abort();
  for (const preview of previews) {
    t.like(await problemOf(preview), { code: 'CANCELLED', reason: 'CALL_CANCELLED' });
  }
  t.true(await isPreviewing(serving));
});

test.serial('Pods are decided on while one is explained for ever, and its deadline ends that', async (t) => {
  const serving = await serveOdd(t);
  t.true(await isExplaining(serving), 'the thread has started');
  const endless = failureOf(serving.call('mutatePod', fullView('loop'), 2000));
  for (let count = 0; count < 50; count += 1) {
    t.is((await serving.call('mutatePod', { podJson: podOf('nothing') })).decision, 'allowed');
  }
  t.is((await endless).code, 4);
  t.true(await isExplaining(serving));
});

test.serial('a caller that goes away ends what is explained for it, on a call and on a stream', async (t) => {
  const serving = await serveOdd(t);
  const call = serving.client.mutatePod(fullView('loop'), () => {});
  const stream = serving.client.mutatePods().on('error', () => {});
  stream.write({ items: [{ correlationId: 1, request: fullView('loop') }] });
  await until(async () =>
    / 2$/m.test(await serving.service.registry.getSingleMetricAsString('podmutator_grpc_calls_in_flight')),
  );
  call.cancel();
  stream.cancel();
  t.true(await isExplaining(serving));
});

test.serial('a Pod that takes too much memory to explain gets no decision, and the process lives', async (t) => {
  const serving = await serveOdd(t, { previews: { memoryMb: 64 } });
  const error = await failureOf(serving.call('mutatePod', fullView('fill the memory'), patience));
  t.is(error.code, 8);
  t.like(detailsOf(error).details, { reason: 'POD_TOO_COMPLEX' });
  t.true(await isExplaining(serving));
});

test.serial('a patch that fails its own check is told in both views alike', async (t) => {
  const serving = await serveOdd(t);
  for (const view of ['VIEW_BASIC', 'VIEW_FULL'] as const) {
    const error = await failureOf(serving.call('mutatePod', { podJson: podOf('break the Pod'), view }, patience));
    t.is(detailsOf(error).details.reason, 'PATCH_CHECK_FAILED');
  }
  t.regex(
    await serving.service.registry.getSingleMetricAsString('podmutator_patch_check_failures_total'),
    /^podmutator_patch_check_failures_total 2$/m,
  );
});

test.serial('results are counted alike in both views', async (t) => {
  const serving = await serveOdd(t);
  for (const view of ['VIEW_BASIC', 'VIEW_FULL'] as const) {
    await serving.call('mutatePod', { podJson: podOf('nothing'), view }, patience);
  }
  t.regex(
    await serving.service.registry.getSingleMetricAsString('podmutator_mutator_results_total'),
    /mutator="odd",outcome="unchanged",reason="NOTHING"\} 2$/m,
  );
});

for (const [what, previews] of [
  ['previews', { queueMax: 1 }],
  ['text', { queueCharactersMax: manifestOf('nothing').length }],
] as const)
  test.serial(`more ${what} than the queue holds are refused at once and told when to come back`, async (t) => {
    const serving = await serveOdd(t, { previews });
    const { api } = serving.service;
    const caller = new AbortController();
    const first = failureOf(api.preview(requestOf('loop'), { signal: caller.signal }));
    const second = api.preview(requestOf('nothing'));
    const refused = await failureOf(serving.call('preview', requestOf('nothing'), patience));
    t.is(refused.code, 14);
    t.like(detailsOf(refused).details, { reason: 'OVERLOADED', retryAfterMs: 1000 });
    caller.abort();
    await first;
    t.is((await second).results[0]?.verdict, 'VERDICT_UNCHANGED', 'the one that waited has its turn');
  });

for (const [doing, message] of [
  ['throw', 'secret field'],
  ['throw text', 'secret text'],
  ['exit', 'exit code 3'],
] as const) {
  test.serial(
    `a preview whose mutator would ${doing} is INTERNAL in general words, and the next one works`,
    async (t) => {
      const serving = await serveOdd(t);
      const error = await failureOf(serving.call('preview', requestOf(doing), patience));
      t.is(error.code, 13);
      t.is(detailsOf(error).details.reason, 'INTERNAL_ERROR');
      t.false(error.details.includes(message));
      const line = serving.log.find(({ msg }) => msg === 'no decision: a bug');
      t.true(JSON.stringify(line).includes(message), 'the log has it');
      t.true(await isPreviewing(serving));
    },
  );
}

test.serial('a patch that fails its own check in a preview is INTERNAL, counted and logged', async (t) => {
  const serving = await serveOdd(t);
  const error = await failureOf(serving.call('preview', requestOf('break the Pod'), patience));
  t.is(error.code, 13);
  t.is(detailsOf(error).details.reason, 'PATCH_CHECK_FAILED');
  t.regex(
    await serving.service.registry.getSingleMetricAsString('podmutator_patch_check_failures_total'),
    /^podmutator_patch_check_failures_total 1$/m,
  );
  t.true(JSON.stringify(serving.log).includes('the patched Pod is invalid at /spec/containers/1'));
  t.true(await isPreviewing(serving));
});

test.serial('a preview that takes too much memory is refused, and the process lives', async (t) => {
  const serving = await serveOdd(t, { previews: { memoryMb: 64 } });
  const error = await failureOf(serving.call('preview', requestOf('fill the memory'), patience));
  t.is(error.code, 8);
  t.like(detailsOf(error).details, { reason: 'MANIFEST_TOO_COMPLEX' });
  t.regex(error.details, /manifest: .* 64 MiB .*; split it/);
  t.true(await isPreviewing(serving));
});

test.serial('settings that cannot cross to the thread are a bug that reviews do not notice', async (t) => {
  const serving = await serveOdd(t, { mutators: [uncopyable] });
  t.is((await failureOf(serving.call('preview', requestOf('nothing'), patience))).code, 13);
  t.is((await failureOf(serving.call('preview', requestOf('nothing'), patience))).code, 13);
  t.true(JSON.stringify(serving.log).includes('could not be cloned'));
  t.is((await serving.call('mutatePod', { podJson: macvtapPod() })).decision, 'allowed');
});

test.serial('a mutator that the thread does not find is a bug that reviews do not notice', async (t) => {
  const serving = await serveOdd(t, { mutatorModule: undefined });
  t.is((await failureOf(serving.call('preview', requestOf('nothing'), patience))).code, 13);
  t.true(JSON.stringify(serving.log).includes('expected a mutator \\"odd\\"'));
  t.is((await serving.call('mutatePod', { podJson: macvtapPod() })).decision, 'allowed');
});

test.serial('previews follow the settings, each by the revision in force when it was asked for', async (t) => {
  const configFile = await writeFileOfTest(t, 'settings.yaml', 'mutators: { odd: { enabled: true } }');
  const serving = await serveOdd(t, { configFile, watchIntervalMs: 10 });
  const { api } = serving.service;
  const caller = new AbortController();
  const before = await api.preview(requestOf('nothing'));
  const running = failureOf(api.preview(requestOf('loop'), { signal: caller.signal }));
  const waiting = api.preview(requestOf('nothing'));
  await replaceFile(configFile, 'mutators: { odd: { enabled: false } }');
  const { configRevision } = await until(async () => {
    const info = await serving.call('getServerInfo', {});
    return info.configRevision !== before.configRevision && info;
  });
  caller.abort();
  await running;
  t.is((await waiting).configRevision, before.configRevision);
  t.is((await waiting).results[0]?.mutators[0]?.reason, 'NOTHING');
  const after = await api.preview({ ...requestOf('nothing'), mutators: ['odd'] });
  t.is(after.configRevision, configRevision);
  t.is(after.results[0]?.mutators[0]?.reason, 'DISABLED');
});
