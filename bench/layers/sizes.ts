// Pods from one container to sixty with two hundred variables each: the cost must grow with the bytes and no faster.

import type { Bench } from '../bench.js';
import { startOneProcess } from '../contestants/product.js';
import type { Layer, LayerResult } from '../layer.js';
import { measureReviews, prepareTarget, type Target, warmUp } from '../load/measure-reviews.js';
import type { PodOptions } from '../payload/pod.js';
import { formatCell, formatNumber } from '../report/cell.js';

const pods: readonly PodOptions[] = [
  { containers: 1, variables: 3, wants: 'dragonfly' },
  { containers: 2, variables: 3, wants: 'dragonfly' },
  { containers: 2, variables: 3, wants: 'macvtap' },
  { containers: 2, variables: 3, wants: 'nothing' },
  { containers: 3, variables: 3, wants: 'dragonfly' },
  { containers: 20, variables: 3, wants: 'dragonfly' },
  { containers: 60, variables: 200, wants: 'dragonfly' },
];

interface Size {
  readonly name: string;
  readonly pod: PodOptions;
  readonly target: Target;
}

export const sizes: Layer = {
  parts: ['sizes'],

  async run(bench): Promise<LayerResult> {
    const contestant = await startOneProcess(bench);
    try {
      const all: Size[] = [];
      for (const pod of pods) {
        all.push({ name: nameOf(pod), pod, target: await prepareTarget(bench, contestant, pod) });
      }
      const [small] = all;
      if (small) await warmUp(bench, small.target);
      for (let round = 0; round <= bench.options.rounds; round += 1) {
        for (const size of all) await measure(bench, size, round);
      }
      return { tables: [createTable(bench, all)] };
    } finally {
      await contestant.stop();
    }
  },
};

function nameOf({ containers, variables, wants }: PodOptions): string {
  return `sizes/${containers}x${variables}${wants === 'dragonfly' ? '' : `-${wants}`}`;
}

async function measure(bench: Bench, { name, target }: Size, round: number): Promise<void> {
  if (round === 0) {
    await measureReviews(bench, target, { name: 'sizes/warm-up', connections: 4, window: { ms: 1000 } });
    return;
  }
  const { cpuMicrosPerAnswer } = await measureReviews(bench, target, { name, connections: 4 });
  bench.samples.add(`${name}/cpu-per-kb`, cpuMicrosPerAnswer / (target.review.bytes.length / 1000));
  bench.say(`round ${round}: ${name}: ${cpuMicrosPerAnswer.toFixed(0)} µs`);
}

function createTable({ samples }: Bench, all: readonly Size[]) {
  return {
    title: 'Small Pods and large ones',
    about: 'One process, 4 connections; kB are 1,000 bytes of the review.',
    columns: ['Pod', 'asks for', 'review kB', 'CPU µs per review', 'CPU µs per kB', 'p99 ms'],
    rows: all.map(({ name, pod, target }) => [
      `${pod.containers} × ${pod.variables} variables`,
      pod.wants,
      formatNumber(target.review.bytes.length / 1000, 1),
      formatCell(samples.of(`${name}/cpu`)),
      formatCell(samples.of(`${name}/cpu-per-kb`), 1),
      formatCell(samples.of(`${name}/p99`), 2),
    ]),
  };
}
