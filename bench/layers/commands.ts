// What people wait for at a terminal or in CI: previews, and a process that starts.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Bench } from '../bench.js';
import { startOneProcess } from '../contestants/product.js';
import type { Layer, LayerResult } from '../layer.js';
import { prepareTarget } from '../load/measure-reviews.js';
import { readCpuMicros, readEndedChildrenSeconds } from '../measure/process-usage.js';
import { createPod } from '../payload/pod.js';
import { projectRoot } from '../project-root.js';
import { formatCell, formatNumber } from '../report/cell.js';

const documentsMany = 300;

interface Command {
  readonly title: string;
  readonly name: string;
  readonly args: readonly string[];
  /** What stands in the output if all went well, and how often. */
  readonly count: { readonly text: RegExp; readonly times: number };
}

export const commands: Layer = {
  parts: ['preview', 'cold-start'],

  async run(bench): Promise<LayerResult> {
    const measured = [
      ...(bench.wants('preview') ? await createPreviews(bench) : []),
      ...(bench.wants('cold-start') ? [showVersion] : []),
    ];
    for (let round = 1; round <= bench.options.rounds; round += 1) {
      for (const command of measured) await measureCommand(bench, command);
      if (bench.wants('cold-start')) await measureStart(bench);
      bench.say(`round ${round}: commands`);
    }
    const rows = [
      ...measured.map(({ title, name }) => ({ title, name })),
      ...(bench.wants('cold-start')
        ? [{ title: 'podmutator serve, from start to its first answer', name: 'start' }]
        : []),
    ];
    return {
      tables: [
        {
          title: 'Commands',
          about:
            'CPU time of the whole process, as the system counts it at its end (in steps of 10 ms); of the server, until its first answer.',
          columns: ['command', 'CPU s', 'duration s'],
          rows: rows.map(({ title, name }) => [
            title,
            formatCell(bench.samples.of(`${name}/cpu`), 2),
            formatCell(bench.samples.of(`${name}/duration`), 2),
          ]),
        },
      ],
    };
  },
};

const showVersion: Command = {
  title: 'podmutator --version',
  name: 'version',
  args: ['--version'],
  count: { text: /^\d+\.\d+\.\d+$/, times: 1 },
};

async function createPreviews(bench: Bench): Promise<readonly Command[]> {
  const entries = [documentsMany, 1].map(async (documents): Promise<Command> => {
    const file = `${bench.newFile('manifest')}.yaml`;
    const manifest = createManifest(documents);
    await writeFile(file, manifest);
    return {
      title: `podmutator preview, ${documents} documents (${formatNumber(manifest.length / 1000)} kB)`,
      name: `preview/${documents}`,
      args: ['preview', '--output', 'yaml', file],
      count: { text: /name: d7y-cli-tools$/, times: documents },
    };
  });
  return Promise.all(entries);
}

function createManifest(documents: number): string {
  return Array.from({ length: documents }, (_, index) => {
    const { metadata, spec } = createPod({ containers: 2, variables: 4, wants: 'dragonfly' });
    const name = `checkout-${index}`;
    return stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'shop', labels: { app: name } },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name }, annotations: metadata?.annotations }, spec },
      },
    });
  }).join('---\n');
}

async function measureCommand({ samples }: Bench, { name, args, count }: Command): Promise<void> {
  const [cpuBefore, begin] = [readEndedChildrenSeconds(), performance.now()];
  const child = spawn(process.execPath, [join(projectRoot, 'build/cli/podmutator.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  samples.add(`${name}/duration`, (performance.now() - begin) / 1000);
  samples.add(`${name}/cpu`, readEndedChildrenSeconds() - cpuBefore);
  const found = output.split('\n').filter((line) => count.text.test(line)).length;
  if (code !== 0 || found !== count.times) {
    throw new Error(
      `${name}: expected exit code 0 and ${count.text} ${count.times} times, found ${code} and ${found} times`,
    );
  }
}

async function measureStart(bench: Bench): Promise<void> {
  const begin = performance.now();
  const contestant = await startOneProcess(bench);
  try {
    await prepareTarget(bench, contestant, { containers: 2, wants: 'dragonfly' });
    bench.samples.add('start/duration', (performance.now() - begin) / 1000);
    const micros = contestant.pids.reduce((sum, pid) => sum + readCpuMicros(pid), 0);
    bench.samples.add('start/cpu', micros / 1e6);
  } finally {
    await contestant.stop();
  }
}
