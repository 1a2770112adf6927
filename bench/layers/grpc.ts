// The service alone over gRPC: one call for each Pod, and all Pods over one stream.

import type { Bench } from '../bench.js';
import type { BenchProcess } from '../contestants/bench-process.js';
import { startMutationService } from '../contestants/product.js';
import type { Layer, LayerResult } from '../layer.js';
import type { GrpcJob } from '../load/grpc/grpc-job.js';
import type { Report } from '../load/job.js';
import { warmUpReviews } from '../load/warm-up-reviews.js';
import { startWorker, type Worker } from '../load/worker.js';
import { expectPod } from '../payload/expected-pod.js';
import { createPod } from '../payload/pod.js';
import { formatCell } from '../report/cell.js';

const modes = {
  unary: { title: 'MutatePod, 8 at once', inFlight: 8, perMessage: 1 },
  stream: { title: 'MutatePods, one stream, 128 in flight', inFlight: 128, perMessage: 1 },
  messages: { title: 'the same, 16 in a message', inFlight: 128, perMessage: 16 },
} as const;
type Mode = keyof typeof modes;
const names = Object.keys(modes) as Mode[];
const pod = createPod({ containers: 2, wants: 'dragonfly' });
const expected = expectPod(pod, 'dragonfly');

export const grpc: Layer = {
  parts: ['grpc'],

  async run(bench): Promise<LayerResult> {
    const service = await startMutationService(bench, '127.0.0.1:0');
    const load = await startWorker<GrpcJob, Report>('grpc-load');
    try {
      for (let round = 0; round <= bench.options.rounds; round += 1) {
        for (const mode of names) await measure(bench, { load, service, mode, round });
      }
    } finally {
      await load.stop();
      await service.stop();
    }
    const { samples } = bench;
    return {
      tables: [
        {
          title: 'The service over gRPC',
          about:
            `A Pod of ${JSON.stringify(pod).length} bytes, over TCP on loopback without TLS, from one client; ` +
            'CPU time of the service alone, and beside it that of the client.',
          columns: [
            'calls',
            'CPU µs per Pod',
            'client CPU µs',
            'Pods/s per core',
            'Pods/s',
            'p50 ms',
            'p99 ms',
            'RSS MB',
          ],
          rows: names.map((mode) => [
            modes[mode].title,
            ...['cpu', 'client', 'per-core', 'rate'].map((figure) => formatCell(samples.of(`grpc/${mode}/${figure}`))),
            ...['p50', 'p99'].map((figure) => formatCell(samples.of(`grpc/${mode}/${figure}`), 2)),
            formatCell(samples.of(`grpc/${mode}/rss`)),
          ]),
        },
      ],
    };
  },
};

interface Measurement {
  readonly load: Worker<GrpcJob, Report>;
  readonly service: BenchProcess;
  readonly mode: Mode;
  /** Round 0 warms up. */
  readonly round: number;
}

async function measure({ options, samples, say }: Bench, { load, service, mode, round }: Measurement): Promise<void> {
  const { inFlight, perMessage } = modes[mode];
  const report = await load.run({
    target: service.ready['grpc'] ?? '',
    mode: mode === 'unary' ? 'unary' : 'stream',
    inFlight,
    perMessage,
    pod,
    expected,
    warmupMs: options.warmupSeconds * 1000,
    window: round === 0 ? { answers: warmUpReviews } : { ms: options.seconds * 1000 },
    pids: [service.pid],
  });
  if (round === 0) {
    return;
  }
  samples.add('machine/others', report.othersPercent);
  const figures = {
    cpu: report.cpuMicrosPerAnswer,
    client: report.loadMicrosPerAnswer,
    'per-core': 1e6 / report.cpuMicrosPerAnswer,
    rate: report.answers / report.seconds,
    p50: report.p50Ms,
    p99: report.p99Ms,
    rss: report.memory.at(-1)?.resident[0] ?? Number.NaN,
  };
  for (const [figure, value] of Object.entries(figures)) samples.add(`grpc/${mode}/${figure}`, value);
  say(`round ${round}: grpc ${mode}: ${report.cpuMicrosPerAnswer.toFixed(0)} µs`);
}
