// Reviews at a steady rate, sent as the API server sends them: kept connections, at most 25 of them idle, a new one
// when all are busy, a time limit in the query, and no second try whatever happens.
//
// What counts is the answer, not the clock of this process: the machine may be busy with other tests. For the same
// reason there are never more than so many reviews on the way; the rate drops where it cannot be kept.

import { Agent, type RequestOptions, request } from 'node:http';
import { connect, type NetConnectOpts } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { ExecutionContext } from 'ava';
import { macvtapPod, reviewOf } from './adapter.js';
import { until } from './until.js';

export interface LoadOptions {
  readonly perSecond: number;
  /** Where a new connection may lead; a Service does the same with the endpoints that are ready. */
  readonly ports: () => readonly number[];
  /** Authorities of the webhook's certificate; plain HTTP without them. */
  readonly ca?: string;
  /** As `timeoutSeconds` of a webhook configuration. */
  readonly timeoutSeconds?: number;
}

export interface Outcome {
  /** Date.now() when the review was sent. */
  readonly sentAt: number;
  /** HTTP status, or the error of the connection. */
  readonly result: number | string;
}

export interface Load {
  /** Reviews that were answered or lost so far. */
  readonly outcomes: readonly Outcome[];
  /** Resolves when `count` more reviews were answered with 200. */
  more(count: number): Promise<void>;
  /** Sends no more, waits for all answers, and resolves with everything that did not end with 200. */
  stop(): Promise<readonly Outcome[]>;
}

const onTheWayMax = 150;
const body = JSON.stringify(reviewOf(macvtapPod));

/** Starts sending. Ends with the test at the latest, however that ends. */
export function startLoad(t: ExecutionContext, options: LoadOptions): Load {
  const { perSecond, ports, ca, timeoutSeconds = 5 } = options;
  const outcomes: Outcome[] = [];
  const pending = new Set<Promise<void>>();
  const agent = createAgent(ports, ca);
  let isRunning = true;
  const send = (): void => {
    const sentAt = Date.now();
    const sent = post({ agent, path: `/mutate?timeout=${timeoutSeconds}s` }).then((result) => {
      outcomes.push({ sentAt, result });
      pending.delete(sent);
    });
    pending.add(sent);
  };
  const run = async (): Promise<void> => {
    const begin = performance.now();
    for (let count = 0; isRunning; ) {
      await setTimeout(5);
      // What has come in is read first. Otherwise a pause of this process would make it write to connections that
      // were closed long ago, which a client with a thread for each connection never does.
      await setImmediate();
      for (const due = ((performance.now() - begin) / 1000) * perSecond; count < due && isRunning; count += 1) {
        if (pending.size < onTheWayMax) send();
      }
    }
  };
  const running = run();
  t.teardown(() => {
    isRunning = false;
    agent.destroy();
  });
  const good = (): number => outcomes.filter(({ result }) => result === 200).length;
  return {
    outcomes,
    async more(count) {
      const wanted = good() + count;
      await until(() => !isRunning || good() >= wanted);
    },
    async stop() {
      isRunning = false;
      await running;
      await Promise.all(pending);
      agent.destroy();
      return outcomes.filter(({ result }) => result !== 200);
    },
  };
}

function createAgent(ports: () => readonly number[], ca: string | undefined): Agent {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 25 });
  let turn = 0;
  agent.createConnection = (options: NetConnectOpts) => {
    const open = ports();
    turn += 1;
    const target = { ...options, host: '127.0.0.1', port: open[turn % open.length] ?? 0 };
    return ca === undefined ? connect(target) : connectTls({ ...target, ca, servername: 'localhost' });
  };
  return agent;
}

function post(options: RequestOptions): Promise<number | string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const outgoing = request({ method: 'POST', ...options, headers }, (response) => {
      response.resume();
      response.on('error', (error) => resolve(error.message));
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.end(body);
  });
}
