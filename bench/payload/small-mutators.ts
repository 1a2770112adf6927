// Mutators of the size that most are: one annotation, one variable in each container. They stand for what a registry
// may grow to, since the product has two.

import { z } from 'zod';
import { defineMutator, type Mutator } from '../../services/decisions/mutator.js';
import { mapContainers, withEnv } from '../../services/pod/edits.js';
import { pointer } from '../../services/pod/json-pointer.js';

export const smallMutators: readonly Mutator[] = Array.from({ length: 8 }, (_, index) => createSmallMutator(index));

/** The annotation that asks for one of them. */
export function smallAnnotation(index: number): string {
  return `bench.example.com/small-${index}`;
}

/** What it adds to each container. */
export function smallVariable(index: number): { readonly name: string; readonly value: string } {
  return { name: `SMALL_${index}`, value: 'on' };
}

function createSmallMutator(index: number): Mutator {
  const key = smallAnnotation(index);
  const variable = smallVariable(index);
  return defineMutator({
    name: `small-${index}`,
    description: `Sets ${variable.name} in each container of Pods that ask for it.`,
    reasons: {
      REQUESTED: 'The annotation of the Pod asks for it.',
      NOT_REQUESTED: 'The annotation of the Pod does not ask for it.',
      ALREADY_SET: 'All containers have the variable.',
    },
    warnings: {},
    touches: ['/spec/containers/*/env', '/spec/containers/*/env/*'],
    needs: [],
    settings: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
    bind: () => (pod) => {
      const found = pod.metadata?.annotations?.[key] ?? '';
      const evidence = [{ path: pointer('metadata', 'annotations', key), found, wanted: 'true' }];
      if (found !== 'true') {
        return { outcome: 'skipped', reason: 'NOT_REQUESTED', evidence, warnings: [] };
      }
      const after = mapContainers(pod, 'containers', (container) =>
        container.env?.some(({ name }) => name === variable.name) ? container : withEnv(container, [variable]),
      );
      return after === pod
        ? { outcome: 'unchanged', reason: 'ALREADY_SET', evidence, warnings: [] }
        : { outcome: 'mutated', pod: after, reason: 'REQUESTED', evidence, warnings: [] };
    },
  }) as Mutator;
}
