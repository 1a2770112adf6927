// A preview takes the memory of one chunk of its input, however long the input is.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { projectRoot } from '../kit/project.js';

const workloads = 5_000;
// 145 to 160 MiB were seen, most of it space that V8 has not swept yet. Inputs held in
// whole took 405 MiB.
const memoryMaxKib = 250 * 1024;

function writeWorkload(number: number): string {
  const variables = Array.from(
    { length: 60 },
    (_, index) => `
            - name: VARIABLE_${index}
              value: "number ${index} of ${number}"`,
  );
  return `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${number}
  namespace: shop
spec:
  template:
    metadata:
      annotations:
        k8s.v1.cni.cncf.io/networks: ${number % 10 === 0 ? 'macvtap-eno1' : 'bridge'}
    spec:
      containers:
        - name: web
          image: registry.example/web:1
          env:${variables.join('')}
`;
}

async function writeInput(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'all.yaml');
  const file = await open(path, 'w');
  for (let number = 0; number < workloads; number += 1) await file.write(writeWorkload(number));
  // Counts for all that stand ahead.
  await file.write(
    '---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {dragonflyoss-injection: enabled}}\n',
  );
  t.true((await file.stat()).size > 19_000_000);
  await file.close();
  return path;
}

// Tells on its standard error, ahead of its end, what it has taken at most.
const reporter = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))`;

async function measure(t: ExecutionContext, operand: string, input?: string): Promise<void> {
  const command = [
    join(projectRoot, 'build/cli/podmutator.js'),
    'preview',
    '-o',
    'yaml',
    '--mutator',
    'macvtap',
    operand,
  ];
  const child = spawn(process.execPath, ['--import', reporter, ...command], { stdio: 'pipe' });
  if (input !== undefined) createReadStream(input).pipe(child.stdin);
  let told = '';
  let length = 0;
  let changed = 0;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    length += text.length;
    changed += text.split('privileged: true').length - 1;
  });
  const [code] = (await once(child, 'close')) as [number];
  const peak = Number(/peak (\d+)$/.exec(told)?.[1]);
  t.log(`${Math.round(peak / 1024)} MiB`);
  t.is(code, 0, told);
  t.true(length > 19_000_000);
  t.true(changed > (workloads / 10) * 0.9 && changed <= workloads / 10, `${changed} changed`);
  t.true(peak > 0 && peak < memoryMaxKib, `${peak} KiB`);
}

test.serial('19 MB as a file are previewed in less than 250 MiB', async (t) => {
  await measure(t, await writeInput(t));
});

test.serial('19 MB from standard input are previewed in less than 250 MiB', async (t) => {
  await measure(t, '-', await writeInput(t));
});
