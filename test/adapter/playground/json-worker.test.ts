// What happens to translations when their thread ends.

import test from 'ava';
import { type JsonTask, JsonWorker } from '../../../adapter/playground/json-worker.js';
import { PodMutatorError } from '../../../proto/errors.js';

const read = (text: string): JsonTask => ({ kind: 'read', bytes: new TextEncoder().encode(text) });
const reasonOf = (job: Promise<unknown>): Promise<string> =>
  job.then(
    () => 'done',
    (error: unknown) => (error instanceof PodMutatorError ? error.details.reason : String(error)),
  );

test('a translation that needs too much memory ends alone, and the next one finds a new thread', async (t) => {
  const worker = new JsonWorker({ memoryMb: 28 });
  // The thread alone keeps no process alive.
  const alive = setInterval(() => {}, 1000);
  t.teardown(() => clearInterval(alive));
  t.teardown(() => worker.close());
  const large = Array.from({ length: 150_000 }, (_, index) => `"${index.toString(36)}":""`).join();
  const jobs = [`{"namespaceLabels":{${large}}}`, '{"manifest":"a"}'].map((text) =>
    reasonOf(worker.translate(read(text))),
  );
  t.deepEqual(await Promise.all(jobs), ['ANSWER_TOO_LARGE', 'PREVIEW_INTERRUPTED']);
  t.is(await reasonOf(worker.translate(read('{"manifest":"a"}'))), 'done');
});

test('after its end nothing waits for ever', async (t) => {
  const worker = new JsonWorker();
  const job = reasonOf(worker.translate(read('{}')));
  await worker.close();
  t.is(await job, 'DRAINING');
  t.is(await reasonOf(worker.translate(read('{}'))), 'DRAINING');
});
