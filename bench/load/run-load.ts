// Posts bodies. Closed loop: each connection sends its next one when the last one was answered. Open loop: they
// are due at fixed times whatever the server does, and latency counts from the time they were due.

import { nowMicros } from './clock.js';
import { createExpectedAnswer } from './expected-answer.js';
import { createFailureSignal } from './failure-signal.js';
import type { Job, Report } from './job.js';
import { type Course, createCourse, measureWindow } from './measure-window.js';
import { openPostConnection, type PostConnection } from './post-connection.js';

/** @throws Error if an answer is wrong, missing or late beyond all measure */
export async function runLoad(job: Job): Promise<Report> {
  const course = createCourse();
  const { fail, failed } = createFailureSignal();
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () =>
      openPostConnection({
        ...job,
        body: Buffer.from(job.body),
        expected: createExpectedAnswer(job.rule),
        onFailure: fail,
      }),
    ),
  );
  const stop =
    job.perSecond === undefined ? runClosed(connections, course) : runOpen(connections, course, job.perSecond);
  try {
    return await measureWindow(job, course, failed);
  } finally {
    stop();
    for (const connection of connections) connection.close();
  }
}

function runClosed(connections: readonly PostConnection[], course: Course): () => void {
  let serial = 0;
  const next = (connection: PostConnection): void => {
    const sentAt = nowMicros();
    serial += 1;
    connection.send(serial, () => {
      course.latencies.record(nowMicros() - sentAt);
      if (course.isRunning) next(connection);
    });
  };
  for (const connection of connections) next(connection);
  return () => undefined;
}

function runOpen(connections: readonly PostConnection[], course: Course, perSecond: number): () => void {
  const free = [...connections];
  const due: number[] = [];
  const begin = nowMicros();
  const dueAt = (serial: number): number => begin + (serial / perSecond) * 1e6;
  let [scheduled, sent] = [0, 0];
  const send = (): void => {
    while (due.length > 0 && free.length > 0) {
      const scheduledAt = due.shift() ?? 0;
      const connection = free.pop() as PostConnection;
      sent += 1;
      connection.send(sent, () => {
        course.latencies.record(nowMicros() - scheduledAt);
        free.push(connection);
        send();
      });
    }
  };
  const timer = setInterval(() => {
    for (const now = nowMicros(); dueAt(scheduled) <= now; scheduled += 1) due.push(dueAt(scheduled));
    send();
  }, 1);
  return () => clearInterval(timer);
}
