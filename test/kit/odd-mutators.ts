// Mutators that do in another thread what none should. A Pod chooses by its annotation "odd".

import { z } from 'zod';
import { defineMutator, type Mutator } from '../../services/decisions/mutator.js';
import { withSpec } from '../../services/pod/edits.js';
import type { Pod } from '../../services/pod/pod.js';

const explanation = { evidence: [], warnings: [] } as const;

const doings: Readonly<Record<string, (pod: Pod) => Pod>> = {
  loop: () => {
    for (;;);
  },
  throw: () => {
    throw new TypeError('secret field');
  },
  'throw text': () => {
    throw 'secret text';
  },
  exit: (pod) => {
    process.exit(3);
    return pod;
  },
  'fill the memory': () => {
    const kept: number[][] = [];
    for (;;) kept.push(new Array<number>(10_000).fill(kept.length));
  },
  // Containers of the same name are what the check after the patch refuses.
  'break the Pod': (pod) => withSpec(pod, { containers: [...(pod.spec.containers ?? []), { name: 'a' }] }),
};

const odd = defineMutator({
  name: 'odd',
  description: 'Does what the Pod says.',
  reasons: { DONE: 'It was done.', NOTHING: 'Nothing was to be done.' },
  warnings: {},
  touches: ['/spec'],
  needs: [],
  settings: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
  bind: () => (pod) => {
    const doing = doings[pod.metadata?.annotations?.['odd'] ?? ''];
    return doing
      ? { outcome: 'mutated', reason: 'DONE', pod: doing(pod), ...explanation }
      : { outcome: 'unchanged', reason: 'NOTHING', ...explanation };
  },
});

// What names keys takes the settings of its own mutator.
const { keys: _keys, ...withoutKeys } = odd;

/** Its settings hold a function, which cannot cross to another thread. */
const uncopyable = defineMutator({
  ...withoutKeys,
  name: 'uncopyable',
  settings: z
    .strictObject({})
    .prefault({})
    .transform(() => ({ decide: () => true })),
  bind: () => () => ({ outcome: 'unchanged', reason: 'NOTHING', ...explanation }),
});

/** Takes something away, which no real mutator does. */
const removing = defineMutator({
  ...withoutKeys,
  name: 'removing',
  touches: ['/spec/hostname'],
  settings: z.strictObject({}).prefault({}),
  bind: () => (pod) => {
    const { hostname: _removed, ...spec } = pod.spec;
    return { outcome: 'mutated', reason: 'DONE', pod: { ...pod, spec }, ...explanation };
  },
});

export const mutators: readonly Mutator[] = [odd as Mutator, uncopyable as Mutator, removing as Mutator];
