// `npm run bench`: measures the built product, prints what it found, and ends with 1 if a goal is missed.

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBench } from './bench.js';
import { goals } from './goals.js';
import { judgeGoals } from './judge-goals.js';
import type { Skip, Table } from './layer.js';
import { layers } from './layers.js';
import { type Options, readOptions, usage } from './options.js';
import { projectRoot } from './project-root.js';
import { formatCell } from './report/cell.js';
import { describeMachine } from './report/machine.js';
import { createProfileTables } from './report/profile.js';
import { createResultsPage } from './report/results-page.js';

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(usage);
    return 0;
  }
  const options = readOptions(
    args,
    layers.flatMap(({ parts }) => parts),
  );
  if (!existsSync('/proc/self/schedstat')) {
    throw new Error('the bench reads CPU times from /proc/PID/schedstat, so it runs on Linux only');
  }
  // Before anything runs: somebody may commit meanwhile.
  const machine = describeMachine();
  const begin = Date.now();
  const { judgements, tables, skipped, others } = await measure(options);
  const minutes = ((Date.now() - begin) / 60_000).toFixed(1);
  const settings = [
    `- Rounds: ${options.rounds}, windows of ${options.seconds} s; the bench took ${minutes} minutes`,
    `- Everything else on the machine took meanwhile: ${formatCell(others)} % of its CPU time`,
  ].join('\n');
  const obstacles = await readFile(join(projectRoot, 'bench/obstacles.md'), 'utf8');
  const isPart = options.only.length > 0 || options.profileFolder !== undefined;
  const shown = isPart ? judgements.filter(({ verdict }) => verdict !== 'not measured') : judgements;
  const page = createResultsPage({ machine, settings, judgements: shown, tables, skipped, obstacles });
  process.stdout.write(`${page}\n`);
  if (!isPart) {
    await writeFile(join(projectRoot, 'bench/results.md'), page);
  }
  return judgements.some(({ verdict }) => verdict === 'missed') ? 1 : 0;
}

async function measure(options: Options) {
  const bench = await openBench(options);
  const tables: Table[] = [];
  const skipped: Skip[] = [];
  try {
    for (const layer of layers.filter(({ parts }) => parts.some(bench.wants))) {
      const result = await layer.run(bench);
      tables.push(...result.tables);
      skipped.push(...(result.skipped ?? []));
    }
    if (options.profileFolder) tables.push(...(await createProfileTables(options.profileFolder)));
    const judgements = judgeGoals(goals, bench.samples);
    return { judgements, tables, skipped, others: bench.samples.of('machine/others') };
  } finally {
    await bench.close();
  }
}

// Leaving in this way ends everything that was started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`bench: ${error.message}\n`);
  return 2;
});
