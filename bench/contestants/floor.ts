// The floor as a contestant. Its constant answer is the product's own, so that both send the same number of bytes.

import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Bench } from '../bench.js';
import { startProcess } from './bench-process.js';
import type { Contestant } from './contestant.js';

export async function startFloor(bench: Bench, answer: Buffer): Promise<Contestant> {
  const files = bench.newFile('floor');
  await writeFile(`${files}.json`, answer);
  const server = fileURLToPath(new URL('../programs/floor.js', import.meta.url));
  const process = await startProcess({
    args: [server, bench.certificate.certFile, bench.certificate.keyFile, `${files}.json`],
    logFile: `${files}.log`,
  });
  return {
    name: 'floor',
    origin: `https://${process.ready['webhook']}`,
    pids: [process.pid],
    isAlike: true,
    ruleFor: () => ({ kind: 'constant', answer }),
    pathOf: () => '/mutate',
    stop: process.stop,
  };
}
