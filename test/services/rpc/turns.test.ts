import test from 'ava';
import type { KubernetesObject } from '../../../services/pod/read-pod.js';
import { Turns } from '../../../services/rpc/turns.js';

const mebibyte = 1024 * 1024;
const other: KubernetesObject = { isPod: false, apiVersion: 'v1', kind: 'Node' };

/** Takes the thread, so that what is large waits. */
function busy(turns: Turns): void {
  const decide = (): void => {
    for (const end = performance.now() + 50; performance.now() < end; );
  };
  void turns.take({ bytes: 10, read: () => other, decide });
}

test('a long text that waits is not read before its turn', async (t) => {
  const turns = new Turns();
  busy(turns);
  let reads = 0;
  const read = (): KubernetesObject => {
    reads += 1;
    return other;
  };
  const waiting = Array.from({ length: 8 }, () => turns.take({ bytes: 4 * mebibyte, read, decide: (open) => open() }));
  t.is(reads, 0);
  await Promise.all(waiting);
  t.is(reads, 8);
});

test('texts that wait have a bound together, and room again once they are decided on', async (t) => {
  const turns = new Turns();
  busy(turns);
  const take = () => turns.take({ bytes: 4 * mebibyte, read: () => other, decide: () => 'decided' });
  const waiting = Array.from({ length: 8 }, take);
  t.is((t.throws(take) as { details?: { reason: string } }).details?.reason, 'OVERLOADED');
  t.deepEqual(await Promise.all(waiting), Array(8).fill('decided'));
  busy(turns);
  t.is(await take(), 'decided');
});
