// 300 reviews per second on a fixed schedule, as a busy cluster sends them: what matters is how long each one waits.

import type { Bench } from '../bench.js';
import type { Contestant } from '../contestants/contestant.js';
import { startOneProcess, startTwoProcesses } from '../contestants/product.js';
import type { Layer, LayerResult } from '../layer.js';
import { measureReviews, prepareTarget, type Target, warmUp } from '../load/measure-reviews.js';
import { formatCell } from '../report/cell.js';

const perSecond = 300;
const connections = 16;

export const openLoop: Layer = {
  parts: ['open-loop'],

  async run(bench): Promise<LayerResult> {
    const contestants: Contestant[] = [];
    try {
      contestants.push(await startOneProcess(bench));
      contestants.push(await startTwoProcesses(bench, 'stream'));
      const targets: Target[] = [];
      for (const contestant of contestants) {
        const target = await prepareTarget(bench, contestant, { containers: 2, wants: 'dragonfly' });
        await warmUp(bench, target);
        targets.push(target);
      }
      for (let round = 1; round <= bench.options.rounds; round += 1) {
        for (const target of targets) await measure(bench, target, round);
      }
      return { tables: [createTable(bench, targets)] };
    } finally {
      for (const contestant of contestants) await contestant.stop();
    }
  },
};

async function measure(bench: Bench, target: Target, round: number): Promise<void> {
  const name = `open/${target.contestant.name}`;
  const { p99Ms, maxMs } = await measureReviews(bench, target, { name, connections, perSecond });
  bench.samples.add(`${name}/max`, maxMs);
  bench.say(`round ${round}: ${name}: p99 ${p99Ms.toFixed(1)} ms`);
}

function createTable({ samples }: Bench, targets: readonly Target[]) {
  return {
    title: `Open loop, ${perSecond} reviews/s`,
    about:
      'Latency counts from the time at which a review was due, whether or not it could be sent then; the schedule is kept ' +
      'by a timer of 1 ms. Any answer but the expected one ends the bench.',
    columns: ['contestant', 'CPU µs per review', 'reviews/s', 'p50 ms', 'p99 ms', 'longest ms'],
    rows: targets.map(({ contestant }) => {
      const name = `open/${contestant.name}`;
      return [
        contestant.name,
        ...['cpu', 'rate'].map((figure) => formatCell(samples.of(`${name}/${figure}`))),
        ...['p50', 'p99', 'max'].map((figure) => formatCell(samples.of(`${name}/${figure}`), 2)),
      ];
    }),
  };
}
