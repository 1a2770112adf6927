// One attack on one set of processes, with honest reviews beside it, and what came of it.

import { startWorker, type Worker } from '../../bench/load/worker.js';
import type { Attack } from './attack.js';
import { prepareAttacker } from './attacker.js';
import type { HonestJob, HonestReport, HonestReview } from './honest-load.js';
import { isAlive, type Victim } from './victims.js';

export interface Measured extends HonestReport {
  /** Of the attacker. */
  readonly answers: Readonly<Record<string, number>>;
  readonly processes: readonly ProcessState[];
}

export interface ProcessState {
  readonly name: string;
  readonly limitBytes: number;
  readonly peakBytes: number;
  readonly isAlive: boolean;
}

export type HonestWorker = Worker<HonestJob, HonestReport>;

export function startHonestWorker(): Promise<HonestWorker> {
  return startWorker(new URL('programs/honest-load.js', import.meta.url));
}

const perSecond = 200;
/** The attack lasts for the window; what comes late because of it shows behind. */
const [beforeMs, windowMs, afterMs] = [300, 1800, 300];

/** Load that is not measured, for the compiler of V8 to have done its work. */
export async function warmUp(
  worker: HonestWorker,
  { target }: Victim,
  reviews: readonly HonestReview[],
): Promise<void> {
  const { webhook: address, ca } = target;
  await worker.run({ address, ca, reviews, perSecond: 2 * perSecond, beforeMs: 1000, windowMs: 0, afterMs: 0 });
}

export async function measure(
  worker: HonestWorker,
  victim: Victim,
  attack: Attack,
  reviews: readonly HonestReview[],
): Promise<Measured> {
  const { target, processes, probes } = victim;
  const attacker = await prepareAttacker(attack, target);
  for (const one of processes) one.resetPeak();
  const honest = worker.run({
    ...{ address: target.webhook, ca: target.ca, reviews, perSecond },
    ...{ beforeMs, windowMs, afterMs },
  });
  setTimeout(attacker.begin, beforeMs);
  const ended = new Promise<void>((resolve) => setTimeout(resolve, beforeMs + windowMs)).then(attacker.end);
  const [report, answers] = await Promise.all([honest, ended]);
  const alive = await Promise.all(probes.map((url) => isAlive(url, target.ca)));
  return {
    ...report,
    answers,
    processes: processes.map((one, index) => ({
      name: one.name,
      limitBytes: one.limitBytes,
      peakBytes: one.readPeakBytes(),
      isAlive: one.isAlive() && (alive[index] ?? true),
    })),
  };
}
