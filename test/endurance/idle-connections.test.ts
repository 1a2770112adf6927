// The API server keeps idle connections for 90 s and does not repeat a POST that met a closing one.

import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { adapt, keepAliveAgent, plainPod, reviewOf } from '../kit/adapter.js';

const body = JSON.stringify(reviewOf(plainPod));

for (const seconds of [60, 89]) {
  test(`a connection that was idle for ${seconds} s still serves`, async (t) => {
    const agent = keepAliveAgent(t);
    const { call } = await adapt(t);
    t.is((await call({ agent, body })).status, 200);
    const [socket] = Object.values(agent.freeSockets).flat();
    await setTimeout(seconds * 1000);
    t.false(socket?.destroyed);
    t.is((await call({ agent, body })).status, 200);
    t.is(Object.values(agent.freeSockets).flat()[0], socket);
  });
}
