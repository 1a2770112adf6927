// A hundred thousand reviews in a row: memory must come to rest.

import type { Bench } from '../bench.js';
import type { Contestant } from '../contestants/contestant.js';
import { startOneProcess, startTwoProcesses } from '../contestants/product.js';
import type { Layer, LayerResult } from '../layer.js';
import type { MemorySample } from '../load/job.js';
import { measureReviews, prepareTarget } from '../load/measure-reviews.js';
import { slopeOf } from '../measure/statistics.js';
import { formatCell, formatNumber } from '../report/cell.js';

interface Soaked {
  readonly title: string;
  readonly name: string;
}

/** Slopes are told per so many reviews. */
const unit = 100_000;

export const soak: Layer = {
  parts: ['soak'],

  async run(bench): Promise<LayerResult> {
    const one = await soakContestant(bench, startOneProcess, ['one process']);
    const start = (): Promise<Contestant> => startTwoProcesses(bench, 'stream');
    const two = await soakContestant(bench, start, ['two processes: adapter', 'two processes: service']);
    const { samples, options } = bench;
    return {
      tables: [
        {
          title: `Memory over ${formatNumber(options.reviews)} reviews`,
          about:
            'Resident memory at the end, the most that was seen, and the slope of the straight line through the second half ' +
            'of the samples (two per second).',
          columns: ['process', 'MB at the end', 'MB at most', `MB per ${formatNumber(unit)} reviews`],
          rows: [...one, ...two].map(({ title, name }) => [
            title,
            formatCell(samples.of(`${name}/rss`)),
            formatCell(samples.of(`${name}/peak`)),
            formatCell(samples.of(`${name}/slope`), 1),
          ]),
        },
      ],
    };
  },
};

async function soakContestant(
  bench: Bench,
  start: (bench: Bench) => Promise<Contestant>,
  titles: readonly string[],
): Promise<readonly Soaked[]> {
  const contestant = await start(bench);
  try {
    const target = await prepareTarget(bench, contestant, { containers: 2, wants: 'dragonfly' });
    bench.say(`soaking ${contestant.name}`);
    const { memory } = await measureReviews(bench, target, {
      name: `soak/${contestant.name}`,
      connections: 8,
      window: { answers: bench.options.reviews },
    });
    return titles.map((title, process) => {
      const name = `soak/${contestant.name}/${process}`;
      addMemory(
        bench,
        name,
        memory.map(({ answers, resident }) => ({ answers, megabytes: resident[process] ?? 0 })),
      );
      return { title, name };
    });
  } finally {
    await contestant.stop();
  }
}

interface ProcessMemory extends Pick<MemorySample, 'answers'> {
  readonly megabytes: number;
}

function addMemory({ samples }: Bench, name: string, memory: readonly ProcessMemory[]): void {
  const secondHalf = memory.slice(Math.floor(memory.length / 2));
  samples.add(`${name}/rss`, memory.at(-1)?.megabytes ?? Number.NaN);
  samples.add(`${name}/peak`, Math.max(...memory.map(({ megabytes }) => megabytes)));
  samples.add(
    `${name}/slope`,
    slopeOf(secondHalf.map(({ answers, megabytes }) => ({ x: answers / unit, y: megabytes }))),
  );
}
