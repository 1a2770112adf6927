// One mutator against ten: looking at a Pod in vain must cost next to nothing.

import { fileURLToPath } from 'node:url';
import type { Bench } from '../bench.js';
import { startProcess } from '../contestants/bench-process.js';
import type { Contestant } from '../contestants/contestant.js';
import { describe } from '../contestants/product.js';
import type { Layer, LayerResult, Table } from '../layer.js';
import { measureReviews, prepareTarget, type Target, warmUp } from '../load/measure-reviews.js';
import type { MutatorCount } from '../payload/mutator-sets.js';
import type { PodOptions } from '../payload/pod.js';
import { formatCell } from '../report/cell.js';

const program = fileURLToPath(new URL('../programs/some-mutators.js', import.meta.url));

interface Case {
  readonly name: string;
  readonly title: string;
  readonly count: MutatorCount;
  readonly wants: PodOptions['wants'];
}

const cases: readonly Case[] = [
  { name: 'mutators/1', title: 'one: dragonfly', count: 1, wants: 'dragonfly' },
  { name: 'mutators/2', title: 'two, one of them wanted', count: 2, wants: 'dragonfly' },
  { name: 'mutators/10', title: 'ten, one of them wanted', count: 10, wants: 'dragonfly' },
  { name: 'mutators/10-nine', title: 'ten, nine of them wanted', count: 10, wants: 'nine' },
];

export const mutators: Layer = {
  parts: ['mutators'],

  async run(bench): Promise<LayerResult> {
    const contestants: Contestant[] = [];
    const targets = new Map<Case, Target>();
    try {
      for (const one of cases) {
        const contestant = await startMutators(bench, one);
        contestants.push(contestant);
        const target = await prepareTarget(bench, contestant, { containers: 2, wants: one.wants }, '/mutate');
        await warmUp(bench, target);
        targets.set(one, target);
      }
      for (let round = 1; round <= bench.options.rounds; round += 1) {
        for (const [{ name }, target] of targets) {
          const { cpuMicrosPerAnswer } = await measureReviews(bench, target, { name, connections: 8 });
          bench.say(`round ${round}: ${name}: ${cpuMicrosPerAnswer.toFixed(0)} µs`);
        }
      }
      return { tables: [createTable(bench)] };
    } finally {
      for (const contestant of contestants) await contestant.stop();
    }
  },
};

async function startMutators(bench: Bench, { name, count }: Case): Promise<Contestant> {
  const { certFile, keyFile } = bench.certificate;
  const started = await startProcess({
    args: [program, String(count), certFile, keyFile, bench.namespacesFile],
    logFile: `${bench.newFile('mutators')}.log`,
  });
  return describe(name, started, [started]);
}

function createTable({ samples }: Bench): Table {
  return {
    title: 'One mutator and ten',
    about:
      'One process, 8 connections, path /mutate. The product has two mutators; eight small ones of the bench stand beside ' +
      'them. Service and adapter are put together as `podmutator serve` does it.',
    columns: ['mutators', 'CPU µs per review', '× one', 'p99 ms'],
    rows: cases.map(({ name, title }) => [
      title,
      formatCell(samples.of(`${name}/cpu`)),
      formatCell(samples.ratio(`${name}/cpu`, 'mutators/1/cpu'), 2),
      formatCell(samples.of(`${name}/p99`), 2),
    ]),
  };
}
