// Run by a test as a process of its own: an adapter, and four clients that send without end. Prints what they were
// answered, and by how much the memory of the process grew.

import { pino } from 'pino';
import { Registry } from 'prom-client';
import { startAdapter } from '../../../adapter/main.js';
import { allowed, begin, faultyApi } from '../../kit/adapter.js';

const adapter = await startAdapter({
  address: '127.0.0.1:0',
  api: faultyApi(async () => allowed),
  namespaces: {
    lookup: () => ({ found: false, reason: 'NAMESPACES_NOT_CONFIGURED' }),
    isReady: () => true,
    close() {},
  },
  registry: new Registry(),
  log: pino({ level: 'silent' }),
});
const port = Number(adapter.address.split(':').at(-1));
const before = process.memoryUsage().rss;
let highest = before;
const watch = setInterval(() => {
  highest = Math.max(highest, process.memoryUsage().rss);
}, 5);

const chunk = Buffer.alloc(256 * 1024, 0x20);

function sendWithoutEnd(): Promise<number> {
  return new Promise((resolve) => {
    let status = 0;
    const request = begin({ port }, (answer) => {
      status = answer.status;
    });
    const send = (): void => {
      while (!request.destroyed && request.write(chunk));
    };
    request.on('drain', send);
    request.on('error', () => {});
    request.once('close', () => resolve(status));
    send();
  });
}

const statuses = await Promise.all([sendWithoutEnd(), sendWithoutEnd(), sendWithoutEnd(), sendWithoutEnd()]);
clearInterval(watch);
await adapter.stop({ graceMs: 0, timeoutMs: 0 });
process.stdout.write(JSON.stringify({ statuses, grownBytes: highest - before }));
