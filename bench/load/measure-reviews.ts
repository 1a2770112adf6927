// One measured load on one contestant, with its figures put down under one name.

import type { Bench } from '../bench.js';
import type { Contestant } from '../contestants/contestant.js';
import { expectPod } from '../payload/expected-pod.js';
import { createPod, type PodOptions } from '../payload/pod.js';
import { createReview, type ReviewBody } from '../payload/review.js';
import { createSamples } from '../samples.js';
import type { AnswerRule } from './expected-answer.js';
import { askFirst } from './first-answer.js';
import type { Job, Report } from './job.js';
import { warmUpReviews } from './warm-up-reviews.js';

/** A kind of review on its way to one contestant, with its first answer checked. */
export interface Target {
  readonly contestant: Contestant;
  readonly url: string;
  readonly review: ReviewBody;
  readonly rule: AnswerRule;
  readonly firstAnswer: Buffer;
}

/**
 * Asks the contestant once and checks the answer.
 * @param path where to ask, if not at the mutator that the Pod asks for
 */
export async function prepareTarget(
  bench: Bench,
  contestant: Contestant,
  podOptions: PodOptions,
  path = contestant.pathOf(podOptions.wants),
): Promise<Target> {
  const pod = createPod(podOptions);
  const review = createReview(pod);
  const url = contestant.origin + path;
  const firstAnswer = await askFirst({
    url,
    ca: bench.certificate.ca,
    body: review.bytes,
    pod,
    expected: contestant.isAlike ? expectPod(pod, podOptions.wants) : undefined,
  });
  return { contestant, url, review, rule: contestant.ruleFor(firstAnswer), firstAnswer };
}

export interface MeasureOptions {
  /** The figures become `NAME/cpu`, `NAME/p99` and so on. */
  readonly name: string;
  readonly connections: number;
  readonly perSecond?: number;
  readonly window?: Job['window'];
  readonly warmupSeconds?: number;
}

/** Load that nobody measures, before the first round. */
export async function warmUp(bench: Bench, target: Target): Promise<void> {
  bench.say(`warming up ${target.contestant.name}`);
  await measureReviews({ ...bench, samples: createSamples() }, target, {
    name: 'warm-up',
    connections: 8,
    window: { answers: warmUpReviews },
  });
}

export async function measureReviews(
  { options, certificate, load, samples }: Bench,
  { contestant, url, review, rule }: Target,
  { name, connections, perSecond, window, warmupSeconds = options.warmupSeconds }: MeasureOptions,
): Promise<Report> {
  const report = await load.run({
    url: `${url}?timeout=5s`,
    ca: certificate.ca,
    status: 200,
    body: review.bytes,
    serialAt: review.serialAt,
    rule,
    connections,
    perSecond,
    warmupMs: warmupSeconds * 1000,
    window: window ?? { ms: options.seconds * 1000 },
    pids: contestant.pids,
  });
  samples.add(`${name}/cpu`, report.cpuMicrosPerAnswer);
  samples.add('machine/others', report.othersPercent);
  samples.add(`${name}/p50`, report.p50Ms);
  samples.add(`${name}/p99`, report.p99Ms);
  samples.add(`${name}/rate`, report.answers / report.seconds);
  const resident = report.memory.at(-1)?.resident ?? [];
  samples.add(
    `${name}/rss`,
    resident.reduce((sum, megabytes) => sum + megabytes, 0),
  );
  return report;
}
