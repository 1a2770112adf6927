// Honest reviews beside an attack: sent as the API server sends them (kept connections, at most 25 of them idle, a new
// one when all are busy, no second try), on a fixed schedule whatever the server does, and each judged. Latency counts
// from the time at which a review was due.

import { createHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { type AnswerRule, createExpectedAnswer, type ExpectedAnswer } from '../../bench/load/expected-answer.js';
import { readHttpBody } from '../../bench/load/http-body.js';
import { serialLength } from '../../bench/payload/review.js';

/** Plain data: it is sent to the process that makes the load. */
export interface HonestJob {
  readonly address: string;
  readonly ca: string;
  /** Sent in turn. */
  readonly reviews: readonly HonestReview[];
  readonly perSecond: number;
  /** Load ahead of the window in which latencies count, the window, and load behind it. */
  readonly beforeMs: number;
  readonly windowMs: number;
  readonly afterMs: number;
}

export interface HonestReview {
  readonly path: string;
  readonly body: Uint8Array;
  readonly serialAt: number;
  readonly rule: AnswerRule;
}

export interface HonestReport {
  readonly sent: number;
  /** Reviews without an answer of status 200, by what came instead. */
  readonly lost: Readonly<Record<string, number>>;
  /** Answers of status 200 that were not those that are given when all is calm. */
  readonly wrong: readonly string[];
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const timeoutMs = 5000;
const idleMax = 25;
/** As many as are sent until the first of them runs out of time: with more on the way the server has stopped answering. */
const onTheWayMax = 1000;

interface Prepared {
  readonly request: Buffer;
  readonly serialAt: number;
  readonly expected: ExpectedAnswer;
}

export async function runHonestLoad(job: HonestJob): Promise<HonestReport> {
  const reviews = job.reviews.map((review) => prepare(job.address, review));
  const idle: TLSSocket[] = [];
  const lost: Record<string, number> = {};
  const wrong: string[] = [];
  const latencies = createHistogram();
  const pending = new Set<Promise<void>>();
  const begin = performance.now();
  const windowStart = begin + job.beforeMs;
  const windowEnd = windowStart + job.windowMs;

  const post = async (number: number, dueAt: number): Promise<void> => {
    const review = reviews[number % reviews.length] as Prepared;
    const serial = String(number % 10 ** serialLength).padStart(serialLength, '0');
    const socket = idle.pop() ?? openSocket(job, idle);
    const { outcome, body } = await exchange(socket, review, serial);
    const now = performance.now();
    if (outcome !== '200') {
      socket.destroy();
      lost[outcome] = (lost[outcome] ?? 0) + 1;
      return;
    }
    if (idle.length < idleMax && !socket.destroyed) idle.push(socket);
    else socket.destroy();
    if (dueAt >= windowStart && dueAt < windowEnd) latencies.record(Math.max(1, Math.round((now - dueAt) * 1000)));
    try {
      review.expected.check(body, serial);
    } catch (error) {
      wrong.push((error as Error).message.slice(0, 2000));
    }
  };

  let sent = 0;
  for (; performance.now() < windowEnd + job.afterMs; await sleep(1)) {
    for (let dueAt = dueTime(sent); dueAt <= performance.now(); dueAt = dueTime(sent)) {
      if (pending.size < onTheWayMax) {
        const posted: Promise<void> = post(sent, dueAt).finally(() => pending.delete(posted));
        pending.add(posted);
      } else {
        lost['not sent'] = (lost['not sent'] ?? 0) + 1;
      }
      sent += 1;
    }
  }
  await Promise.all(pending);
  for (const socket of idle) socket.destroy();
  const [p50Ms, p99Ms] = [50, 99].map((percent) => latencies.percentile(percent) / 1000) as [number, number];
  return { sent, lost, wrong, p50Ms, p99Ms, maxMs: latencies.max / 1000 };

  function dueTime(number: number): number {
    return begin + (number * 1000) / job.perSecond;
  }
}

function prepare(address: string, { path, body, serialAt, rule }: HonestReview): Prepared {
  const head = Buffer.from(
    `POST ${path}?timeout=${timeoutMs / 1000}s HTTP/1.1\r\nHost: ${address}\r\nUser-Agent: kube-apiserver-admission\r\n` +
      `Content-Length: ${body.length}\r\nAccept: application/json, */*\r\nContent-Type: application/json\r\n\r\n`,
  );
  return {
    request: Buffer.concat([head, body]),
    serialAt: head.length + serialAt,
    expected: createExpectedAnswer(rule),
  };
}

function openSocket({ address, ca }: HonestJob, idle: TLSSocket[]): TLSSocket {
  const [host = '', port = ''] = address.split(':');
  const socket = connect({ host, port: Number(port), ca, servername: 'localhost' });
  // The server may close a connection that is idle, and then it must not be taken for the next review.
  socket
    .on('error', () => {})
    .on('close', () => {
      const at = idle.indexOf(socket);
      if (at >= 0) idle.splice(at, 1);
    });
  return socket.setNoDelay(true);
}

interface Exchanged {
  /** The status, or what became of the connection. */
  readonly outcome: string;
  readonly body: Buffer;
}

function exchange(socket: TLSSocket, { request, serialAt }: Prepared, serial: string): Promise<Exchanged> {
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    const settle = (outcome: string, body = received): void => {
      clearTimeout(timer);
      socket.off('data', take).off('error', fail).off('close', close);
      resolve({ outcome, body });
    };
    const fail = (error: NodeJS.ErrnoException): void => settle(error.code ?? error.message);
    const close = (): void => settle('closed');
    const timer = setTimeout(() => settle('no answer'), timeoutMs);
    const take = (chunk: Buffer): void => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = received.toString('latin1', 0, end);
      const body = readHttpBody(head, received.subarray(end + 4));
      if (body) settle(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length), body);
    };
    socket.on('data', take).on('error', fail).on('close', close);
    // Two reviews of one kind may be on the way at once, and a socket keeps what it is given until it is sent.
    const own = Buffer.from(request);
    own.write(serial, serialAt, 'latin1');
    socket.write(own);
  });
}
