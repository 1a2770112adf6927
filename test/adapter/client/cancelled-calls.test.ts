// A peer that takes calls and cancels them, as the connection of a killed process does.

import { once } from 'node:events';
import { constants, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../../adapter/client/client.js';
import { PodMutatorError } from '../../../proto/errors.js';
import { macvtapPod, requestOf } from '../../kit/adapter.js';

test('a call that only the connection cancelled is made once more, and its failure is not the caller’s', async (t) => {
  let calls = 0;
  const server = createServer().on('stream', (stream) => {
    calls += 1;
    stream.close(constants.NGHTTP2_CANCEL);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createClient({
    target: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    mode: 'unary',
    registry: new Registry(),
    log: pino({ level: 'silent' }),
  });
  t.teardown(async () => {
    await client.close();
    server.close();
  });
  const error = await t.throwsAsync(client.mutatePod(requestOf(macvtapPod), { deadline: Date.now() + 50_000 }), {
    instanceOf: PodMutatorError,
  });
  t.is(error.details.code, 'UNAVAILABLE');
  t.is(calls, 2);
});
