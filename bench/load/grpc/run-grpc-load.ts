// Sends the same Pod again and again, so many at a time. Requests are encoded once and answers are compared as bytes,
// so that this end costs as little as grpc-js lets it.

import { Client, credentials } from '@grpc/grpc-js';
import { PodMutator } from '../../../proto/load.js';
import { nowMicros } from '../clock.js';
import { createFailureSignal, type FailureSignal } from '../failure-signal.js';
import type { Report } from '../job.js';
import { type Course, createCourse, measureWindow } from '../measure-window.js';
import type { GrpcJob } from './grpc-job.js';
import {
  type Answer,
  type AnswerCheck,
  createAnswerCheck,
  encodePod,
  type PodMessages,
  splitAnswers,
} from './pod-messages.js';

interface Load extends Pick<GrpcJob, 'inFlight' | 'perMessage'> {
  readonly client: Client;
  readonly course: Course;
  readonly messages: PodMessages;
  readonly check: AnswerCheck;
  readonly fail: FailureSignal['fail'];
}

/** @throws Error if an answer is wrong or missing */
export async function runGrpcLoad(job: GrpcJob): Promise<Report> {
  const { fail, failed } = createFailureSignal();
  const course = createCourse();
  const client = new Client(job.target, credentials.createInsecure());
  const load: Load = {
    ...job,
    client,
    course,
    messages: encodePod(job.pod),
    check: createAnswerCheck(job.pod, job.expected),
    fail,
  };
  try {
    (job.mode === 'unary' ? callEach : openStream)(load);
    return await measureWindow(job, course, failed);
  } finally {
    client.close();
  }
}

const asIs = (bytes: Buffer): Buffer => bytes;

function callEach({ client, course, messages, check, fail, inFlight }: Load): void {
  const { path } = PodMutator.service.MutatePod;
  const next = (): void => {
    const sentAt = nowMicros();
    client.makeUnaryRequest(path, asIs, asIs, messages.unary, (error, answer) => {
      if (!course.isRunning) {
        return;
      }
      try {
        if (error || !answer) throw error ?? new Error('expected an answer, found none');
        check.unary(answer);
        course.latencies.record(nowMicros() - sentAt);
        next();
      } catch (reason) {
        fail(reason as Error);
      }
    });
  };
  for (let count = 0; count < inFlight; count += 1) next();
}

function openStream({ client, course, messages, check, fail, inFlight, perMessage }: Load): void {
  const { path } = PodMutator.service.MutatePods;
  const call = client.makeBidiStreamRequest(path, asIs, asIs);
  const sentAt = new Map<number, number>();
  let waiting: number[] = [];
  const send = (correlationId: number): void => {
    waiting.push(correlationId);
    if (waiting.length < perMessage) {
      return;
    }
    const now = nowMicros();
    for (const id of waiting) sentAt.set(id, now);
    call.write(messages.items(waiting));
    waiting = [];
  };
  const take = ({ correlationId, result }: Answer): void => {
    const time = sentAt.get(correlationId);
    if (time === undefined) throw new Error(`expected the answer to an item in flight, found ${correlationId}`);
    check.item(result);
    course.latencies.record(nowMicros() - time);
    sentAt.delete(correlationId);
    if (course.isRunning) send((correlationId + inFlight) >>> 0);
  };
  call.on('error', (error) => {
    if (course.isRunning) fail(error);
  });
  call.on('data', (message: Buffer) => {
    try {
      for (const answer of splitAnswers(message)) take(answer);
    } catch (reason) {
      fail(reason as Error);
    }
  });
  for (let id = 1; id <= inFlight; id += 1) send(id);
}
