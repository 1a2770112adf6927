// Clients that take places, memory or connections and do nothing with them.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack } from '../attack.js';
import { createPoster, openPlain, openTls, waitForStatus, writeHead, writeRequest } from '../raw-http.js';
import { repeat } from '../repeat.js';

export const waitingBodies: Attack = {
  name: '512 clients send { and wait',
  victim: 'pair',
  answers: ['408', '503', 'closed'],
  prepare(target) {
    const begun = Buffer.concat([writeHead({ path: '/mutate?timeout=30s', length: 1000 }), Buffer.from('{')]);
    return (tally, signal) =>
      repeat({ signal, atOnce: 512, pauseMs: 100 }, async () => {
        const socket = openTls(target);
        socket.write(begun);
        tally.count(await waitForStatus(socket));
      });
  },
};

export const withheldBytes: Attack = {
  name: '200 bodies of 6.8 MiB without their last byte',
  victim: 'pair',
  answers: ['408', '413', '503', 'closed'],
  prepare(target) {
    const length = 6.8 * 2 ** 20;
    const head = writeHead({ path: '/mutate?timeout=30s', length: Math.floor(length) });
    const body = Buffer.alloc(Math.floor(length) - 1, ' ');
    return (tally, signal) =>
      repeat({ signal, atOnce: 200, pauseMs: 100 }, async () => {
        const socket = openTls(target);
        socket.write(head);
        socket.write(body);
        tally.count(await waitForStatus(socket));
      });
  },
};

export const connections: Attack = {
  name: '5,000 connections',
  victim: 'pair',
  answers: ['kept', 'closed'],
  prepare: (target) => async (tally, signal) => {
    let kept = 0;
    for (let number = 0; number < 5000 && !signal.aborted; number += 1) {
      // One of ten says who it is; that is what costs, on both sides.
      const socket = number % 10 === 0 ? openTls(target) : openPlain(target.webhook);
      kept += 1;
      socket.once('close', () => {
        kept -= 1;
        tally.count('closed');
      });
      if (number % 25 === 24) await sleep(10);
    }
    while (!signal.aborted) await sleep(50);
    for (let count = 0; count < kept; count += 1) tally.count('kept');
  },
};

export const slowPreviews: Attack = {
  name: '16 slow clients of the playground',
  victim: 'page',
  answers: ['408', '429', 'closed', 'an honest preview: 200'],
  prepare({ playground }) {
    const head = writeHead({ path: '/preview?timeout=30s', length: 100_000 });
    const honest = writeRequest('/preview', JSON.stringify({ manifest: 'apiVersion: v1\nkind: Pod\nspec: {}\n' }));
    const post = createPoster(() => openPlain(playground));
    return async (tally, signal) => {
      const slow = repeat({ signal, atOnce: 16, pauseMs: 100 }, async () => {
        const socket = openPlain(playground);
        socket.write(head);
        const timer = setInterval(() => socket.write(' '), 200);
        tally.count(await waitForStatus(socket));
        clearInterval(timer);
      });
      await Promise.all([
        slow,
        repeat({ signal, atOnce: 1, pauseMs: 200 }, async () =>
          tally.count(`an honest preview: ${await post(honest)}`),
        ),
      ]);
    };
  },
};
