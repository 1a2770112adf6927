// A process that does one job after the other, so that its own code is warm after the first: the bench's side of it,
// and its own.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Worker<Job, Report> {
  /** @throws Error that says why the job failed */
  run(job: Job): Promise<Report>;
  stop(): Promise<void>;
}

interface Outcome<Report> {
  readonly report?: Report;
  readonly error?: string;
}

const errorLength = 4000;

/** Starts a program that calls {@link takeJobs}: one of `bench/programs` by its name, or any by its URL. */
export async function startWorker<Job, Report>(program: string | URL): Promise<Worker<Job, Report>> {
  const path = fileURLToPath(program instanceof URL ? program : new URL(`../programs/${program}.js`, import.meta.url));
  const child = fork(path, { serialization: 'advanced' });
  const ended = once(child, 'exit');
  await once(child, 'message');
  return {
    async run(job) {
      child.send(job as object);
      const [{ report, error }] = (await Promise.race([
        once(child, 'message'),
        ended.then(([code]) => [{ error: `the process ended with ${code}` }]),
      ])) as [Outcome<Report>];
      if (report === undefined) {
        throw new Error(`${program}: ${error}`);
      }
      return report;
    },
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}

/** In the process: does jobs until the bench is gone. */
export function takeJobs<Job, Report>(work: (job: Job) => Promise<Report>): void {
  const send = (outcome: Outcome<Report> | { readonly isReady: true }): void => void process.send?.(outcome);
  process.on('message', (job: Job) => {
    work(job).then(
      (report) => send({ report }),
      (error: Error) => send({ error: error.message.slice(0, errorLength) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  send({ isReady: true });
}
