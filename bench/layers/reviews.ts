// Reviews over HTTPS: the floor, the product in one process and in two, and whoever else is there, in turn.

import type { Bench } from '../bench.js';
import type { Contestant } from '../contestants/contestant.js';
import { startFloor } from '../contestants/floor.js';
import { writeLonelyKubeconfig } from '../contestants/lonely-kubeconfig.js';
import { startPeers } from '../contestants/peers.js';
import { startOneProcess, startTwoProcesses } from '../contestants/product.js';
import type { Layer, LayerResult, Table } from '../layer.js';
import { measureReviews, prepareTarget, type Target, warmUp } from '../load/measure-reviews.js';
import { formatCell } from '../report/cell.js';

const payload = { containers: 2, wants: 'dragonfly' } as const;
const connectionCounts = [8, 32] as const;

const starters: Readonly<Record<string, (bench: Bench) => Promise<Contestant>>> = {
  'one-process': startOneProcess,
  'two-processes': (bench) => startTwoProcesses(bench, 'stream'),
  'two-processes-unary': (bench) => startTwoProcesses(bench, 'unary'),
};

export const reviews: Layer = {
  parts: ['floor', ...Object.keys(starters), 'peers'],

  async run(bench): Promise<LayerResult> {
    const contestants: Contestant[] = [];
    try {
      // Also the source of the constant answer of the floor.
      const wanted = Object.entries(starters).filter(([name]) => name === 'one-process' || bench.wants(name));
      for (const [, start] of wanted) contestants.push(await start(bench));
      const peers = await startPeers(bench, { KUBECONFIG: await writeLonelyKubeconfig(bench) });
      contestants.push(...peers);
      const targets = await prepareTargets(bench, contestants);
      await measureInTurn(bench, targets);
      const size = targets[0]?.review.bytes.length ?? 0;
      const skipped =
        peers.length === 0 && bench.wants('peers') ? [{ part: 'peers', why: 'no PEER_<NAME> is set' }] : [];
      return { tables: connectionCounts.map((count) => createTable(bench, targets, { count, size })), skipped };
    } finally {
      for (const contestant of contestants) await contestant.stop();
    }
  },
};

async function prepareTargets(bench: Bench, contestants: Contestant[]): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const contestant of contestants) targets.push(await prepareTarget(bench, contestant, payload));
  const [first] = targets;
  if (!first) return targets;
  const floor = await startFloor(bench, first.firstAnswer);
  contestants.push(floor);
  return [await prepareTarget(bench, floor, payload), ...targets];
}

async function measureInTurn(bench: Bench, targets: readonly Target[]): Promise<void> {
  for (const target of targets) await warmUp(bench, target);
  for (let round = 1; round <= bench.options.rounds; round += 1) {
    for (const count of connectionCounts) {
      for (const target of targets) {
        const name = `${target.contestant.name}@${count}`;
        const { cpuMicrosPerAnswer } = await measureReviews(bench, target, { name, connections: count });
        bench.say(`round ${round}: ${name}: ${cpuMicrosPerAnswer.toFixed(0)} µs`);
      }
    }
  }
}

interface TableOptions {
  readonly count: number;
  readonly size: number;
}

function createTable({ samples }: Bench, targets: readonly Target[], { count, size }: TableOptions): Table {
  const floor = `floor@${count}`;
  return {
    title: `Reviews over HTTPS, ${count} connections`,
    about:
      `A review of ${size} bytes of a two-container Pod; every answer is the dragonfly patch. Closed loop. ` +
      'CPU time of all processes of a contestant together.',
    columns: ['contestant', 'CPU µs per review', '× floor', 'p50 ms', 'p99 ms', 'p99 × floor', 'reviews/s', 'RSS MB'],
    rows: targets.map(({ contestant }) => {
      const name = `${contestant.name}@${count}`;
      return [
        contestant.name,
        formatCell(samples.of(`${name}/cpu`)),
        formatCell(samples.ratio(`${name}/cpu`, `${floor}/cpu`), 2),
        formatCell(samples.of(`${name}/p50`), 2),
        formatCell(samples.of(`${name}/p99`), 2),
        formatCell(samples.ratio(`${name}/p99`, `${floor}/p99`), 2),
        formatCell(samples.of(`${name}/rate`)),
        formatCell(samples.of(`${name}/rss`)),
      ];
    }),
  };
}
