// One measured load of creations at the API server under one setup. The baseline of a round is measured first, and what
// the others add is taken against it.

import type { Bench } from '../bench.js';
import { warmUpReviews } from '../load/warm-up-reviews.js';
import { createPod } from '../payload/pod.js';
import { createReview } from '../payload/review.js';
import { createSmallPod } from '../payload/small-pod.js';
import { createSamples } from '../samples.js';
import type { BenchCluster } from './bench-cluster.js';
import type { Setup } from './setup.js';

export interface Creation {
  /** Stands in the names of samples. */
  readonly key: string;
  readonly atOnce: number;
  readonly wantsDragonfly: boolean;
}

export const creations: readonly Creation[] = [
  { key: 'injected@10', atOnce: 10, wantsDragonfly: true },
  { key: 'injected@50', atOnce: 50, wantsDragonfly: true },
  { key: 'nothing@10', atOnce: 10, wantsDragonfly: false },
];

/**
 * Posts reviews to the webhook itself until its code is warm. Through the API server that would take minutes: it creates
 * a few hundred Pods per second.
 */
export async function warmUpWebhook({ load }: Bench, { webhook, pids }: Setup): Promise<void> {
  if (!webhook) {
    return;
  }
  const { bytes, serialAt } = createReview(createPod({ containers: 1, wants: 'dragonfly' }));
  await load.run({
    ...webhook,
    status: 200,
    body: bytes,
    serialAt,
    rule: { kind: 'patched' },
    connections: 8,
    warmupMs: 0,
    window: { answers: warmUpReviews },
    pids,
  });
}

export interface CreationTurn {
  readonly setup: Setup;
  readonly creation: Creation;
  readonly isWarmUp: boolean;
}

const injectedText = '"initContainers":[';

export async function measureCreations(
  { options, load, samples }: Bench,
  { access, apiServerPid, podsUrl }: BenchCluster,
  { setup, creation: { key, atOnce, wantsDragonfly }, isWarmUp }: CreationTurn,
): Promise<void> {
  const isInjected = wantsDragonfly && setup.objects.length > 0;
  const report = await load.run({
    url: podsUrl,
    ca: access.ca,
    headers: { Authorization: `Bearer ${access.adminToken}` },
    status: 201,
    body: Buffer.from(JSON.stringify(createSmallPod(wantsDragonfly))),
    rule: isInjected
      ? { kind: 'text', has: injectedText, lacks: '"kind":"Status"' }
      : { kind: 'text', has: '"kind":"Pod"', lacks: injectedText },
    connections: atOnce,
    warmupMs: options.warmupSeconds * 1000,
    window: { ms: options.seconds * 1000 },
    pids: [apiServerPid, ...setup.pids],
  });
  const [apiServer = Number.NaN, ...behind] = report.cpuMicrosByProcess;
  const name = `api/${setup.name}/${key}`;
  const target = isWarmUp ? createSamples() : samples;
  const reference = (figure: string): number => samples.of(`api/baseline/${key}/${figure}`).at(-1) ?? Number.NaN;
  const webhook = behind.reduce((sum, micros) => sum + micros, 0);
  target.add('machine/others', report.othersPercent);
  const figures = { p50: report.p50Ms, p99: report.p99Ms, rate: report.answers / report.seconds, apiServer, webhook };
  for (const [figure, value] of Object.entries(figures)) target.add(`${name}/${figure}`, value);
  if (setup.objects.length > 0) {
    const extra = apiServer - reference('apiServer');
    target.add(`${name}/added-p50`, report.p50Ms - reference('p50'));
    target.add(`${name}/added-p99`, report.p99Ms - reference('p99'));
    target.add(`${name}/extra`, extra);
    target.add(`${name}/both`, webhook + extra);
  }
}
