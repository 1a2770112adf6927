// Mutators and settings → the pipeline. Reviews and previews decide alike because both get it here.

import type { Mutator } from '../decisions/mutator.js';
import { createPipeline, type Evaluate } from '../decisions/pipeline.js';
import { InputError } from '../pod/input-error.js';
import type { KubernetesObject } from '../pod/read-pod.js';
import type { Settings } from './settings.js';

/**
 * Settles everything that depends on the settings alone. What it returns also throws InputError for a Pod of more
 * containers than the settings allow: work and answers grow with their number.
 */
export function bindMutators(mutators: readonly Mutator[], settings: Settings): Evaluate {
  const { maxContainers } = settings.limits;
  const evaluate = createPipeline(
    mutators.map((mutator) => ({
      mutator,
      enabled: isEnabled(settings, mutator),
      decide: mutator.bind(settings.mutators[mutator.name]),
    })),
  );
  return (read, review) => evaluate(() => checkContainers(read(), maxContainers), review);
}

/** Every mutator has the switch among its settings; one without it cannot be switched off. */
export function isEnabled(settings: Settings, { name }: Mutator): boolean {
  return (settings.mutators[name] as { readonly enabled?: boolean }).enabled !== false;
}

function checkContainers(object: KubernetesObject, limit: number): KubernetesObject {
  if (object.isPod) {
    const { initContainers, containers, ephemeralContainers } = object.pod.spec;
    const size = countItems(initContainers) + countItems(containers) + countItems(ephemeralContainers);
    if (size > limit) {
      const description = `expected at most ${limit} containers (limits.maxContainers), found ${size}`;
      const place = { field: object.field, pointer: '/spec' };
      throw new InputError({ reason: 'TOO_MANY_CONTAINERS', ...place, description, exceeded: { limit, size } });
    }
  }
  return object;
}

// No decision reads ephemeral containers, so their shape has not been checked.
function countItems(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}
