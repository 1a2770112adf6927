// Generated Pods and broken reviews through the front door of real processes, for as long as is asked for:
//
//     npm run test:attack -- --fuzz-seconds 600 --seed random
//
// The seed is always printed; without the flag it is 1. A counterexample comes with the seed and the smallest input that was found.

import { credentials, type ServiceError } from '@grpc/grpc-js';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { MutatePodRequest } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import { PodMutator } from '../../proto/load.js';
import { type Change, changes, extras, writeChanged } from './fuzz/changes.js';
import { type Client, createFuzzClient } from './fuzz/client.js';
import { Fault, judgeEnvelope, judgePatch, judgeRejection } from './fuzz/judge-answer.js';
import { readRawJson, writeRawJson } from './fuzz/raw-json.js';
import { mutatorsOf, paths, type Review, reviews } from './fuzz/reviews.js';
import { fuzz, seconds } from './fuzz/run.js';
import { createSetting, labelsOf } from './setting.js';
import { startVictim, type Victim } from './victims.js';

interface Fuzzed {
  readonly victim: Victim;
  readonly client: Client;
  readonly grpc: InstanceType<typeof PodMutator>;
}

async function start(t: ExecutionContext): Promise<Fuzzed> {
  const setting = await createSetting();
  const victim = await startVictim(setting, 'pair');
  const client = createFuzzClient(victim.target.webhook, victim.target.ca);
  const grpc = new PodMutator(victim.target.grpc, credentials.createInsecure());
  t.teardown(async () => {
    client.close();
    grpc.close();
    for (const one of victim.processes) await one.stop('SIGKILL');
    await setting.remove();
  });
  return { victim, client, grpc };
}

/** The Pod after the patch, if there is one, and the patch; both as the sender's own reading of the review has them. */
async function judgeReview(client: Client, path: string, bytes: Buffer): Promise<string | undefined> {
  const answer = await client.post(`${path}?timeout=10s`, bytes);
  const sent = readSent(bytes);
  if (answer.status !== 200) {
    judgeRejection(answer, [400, 413]);
    return undefined;
  }
  if (sent === undefined) {
    // Only creations are looked at: in other reviews the bytes of the Pod are not read, so nothing can be wrong there.
    if (answer.text.includes('"patch"')) throw new Fault(`expected no patch for what is no JSON, found ${answer.text}`);
    return undefined;
  }
  const patch = judgeEnvelope(answer, sent);
  if (patch === undefined) return undefined;
  const after = judgePatch(sent.request.object, patch);
  const again = await client.post(
    `${path}?timeout=10s`,
    Buffer.from(writeRawJson({ ...sent, request: { ...sent.request, object: after } })),
  );
  if (again.status !== 200 || again.text.includes('"patch"')) {
    throw new Fault(`expected no patch for the patched Pod, found ${again.text}`);
  }
  return patch;
}

function readSent(bytes: Buffer): Review | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const sent = readRawJson(text) as Review | null;
    return sent?.['kind'] === 'AdmissionReview' && typeof sent.request === 'object' ? sent : undefined;
  } catch {
    return undefined;
  }
}

interface Decided extends Pick<Review, 'request'> {
  readonly path: keyof typeof mutatorsOf;
  readonly patch: string | undefined;
}

/** Both doors must say the same, byte for byte. */
async function judgeCall({ grpc }: Fuzzed, { path, request, patch }: Decided): Promise<void> {
  const { namespace, object } = request;
  const call: MutatePodRequest = {
    podJson: Buffer.from(writeRawJson(object)),
    namespace,
    namespaceLabels: labelsOf(namespace),
    mutators: [...mutatorsOf[path]],
  };
  const { allowed } = await new Promise<MutatePodResponse__Output>((resolve, reject) => {
    const settle = (error: ServiceError | null, value?: MutatePodResponse__Output): void =>
      error || !value ? reject(error) : resolve(value);
    grpc.mutatePod(call, { deadline: Date.now() + 60_000 }, settle);
  });
  const other = allowed?.jsonPatch.toString() ?? '';
  if (other !== (patch ?? '')) throw new Fault(`expected the same patch by gRPC, found ${other} beside ${patch}`);
}

function judgeProcesses(t: ExecutionContext, { processes }: Victim): void {
  for (const one of processes) {
    t.true(one.isAlive(), `${one.name} is alive`);
    t.true(
      one.readPeakBytes() <= one.limitBytes,
      `${one.name} has taken ${Math.ceil(one.readPeakBytes() / 2 ** 20)} MiB`,
    );
  }
}

test.serial('generated Pods get the envelope, a patch that applies and is complete, and nothing is lost', async (t) => {
  const fuzzed = await start(t);
  let patched = 0;
  const write = ({ review, more }: { readonly review: Review; readonly more: readonly Change[] }): Buffer =>
    writeChanged(review, more, 'object');
  await fuzz(t, {
    share: 0.6,
    arbitrary: fc.record({ review: reviews, more: extras, path: fc.constantFrom(...paths) }),
    async check({ path, ...input }) {
      const bytes = write(input);
      const patch = await judgeReview(fuzzed.client, path, bytes);
      patched += patch === undefined ? 0 : 1;
      if (input.review.request.operation === 'CREATE') {
        const { request } = readRawJson(bytes.toString()) as Review;
        await judgeCall(fuzzed, { path, request, patch });
      }
    },
    show: (input) => write(input).toString(),
  });
  t.true(patched > seconds / 10, `${patched} of them were patched`);
  judgeProcesses(t, fuzzed.victim);
});

test.serial('broken reviews get a sentence or a good answer, and the process lives', async (t) => {
  const fuzzed = await start(t);
  await fuzz(t, {
    share: 0.4,
    arbitrary: fc.record({ review: reviews, list: changes, path: fc.constantFrom(...paths) }),
    async check({ review, list, path }) {
      await judgeReview(fuzzed.client, path, writeChanged(review, list));
    },
    show: ({ review, list }) => writeChanged(review, list).toString('latin1'),
  });
  judgeProcesses(t, fuzzed.victim);
});
