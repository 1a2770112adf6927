// Deciding without a wire: how much of a review is the work itself.

import type { Layer, LayerResult } from '../layer.js';
import type { PipelineJob, PipelineReport } from '../load/pipeline-job.js';
import { startWorker, type Worker } from '../load/worker.js';
import { createPod } from '../payload/pod.js';
import { formatCell } from '../report/cell.js';

type Case = Pick<PipelineJob, 'step' | 'mutators'> & { readonly name: string; readonly title: string };

const cases: readonly Case[] = [
  { name: 'pipeline/parse', title: 'JSON.parse of the Pod alone', step: 'parse', mutators: 1 },
  { name: 'pipeline/1', title: 'bytes to patch, one mutator', step: 'pipeline', mutators: 1 },
  { name: 'pipeline/2', title: 'bytes to patch, two mutators', step: 'pipeline', mutators: 2 },
  { name: 'pipeline/10', title: 'bytes to patch, ten mutators', step: 'pipeline', mutators: 10 },
  { name: 'pipeline/handler', title: 'the service without its wire, two mutators', step: 'handler', mutators: 2 },
];

export const pipeline: Layer = {
  parts: ['pipeline'],

  async run({ options, samples, say }): Promise<LayerResult> {
    const workers: { readonly one: Case; readonly worker: Worker<PipelineJob, PipelineReport> }[] = [];
    try {
      for (const one of cases) workers.push({ one, worker: await startWorker('pipeline') });
      for (let round = 0; round <= options.rounds; round += 1) {
        for (const { one, worker } of workers) {
          const { cpuMicrosPerPod } = await worker.run({ ...one, ms: options.seconds * 250 });
          // Round 0 warms up.
          if (round > 0) samples.add(`${one.name}/cpu`, cpuMicrosPerPod);
        }
        if (round > 0) say(`round ${round}: pipeline`);
      }
    } finally {
      for (const { worker } of workers) await worker.stop();
    }
    const size = JSON.stringify(createPod({ containers: 2, wants: 'dragonfly' })).length;
    return {
      tables: [
        {
          title: 'In process',
          about: `One Pod of ${size} bytes, dragonfly injection; each row in a process of its own. No wire, no log.`,
          columns: ['step', 'CPU µs per Pod', '× JSON.parse'],
          rows: cases.map(({ name, title }) => [
            title,
            formatCell(samples.of(`${name}/cpu`), 1),
            formatCell(samples.ratio(`${name}/cpu`, 'pipeline/parse/cpu'), 2),
          ]),
        },
      ],
    };
  },
};
