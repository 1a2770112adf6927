// Mutators and settings → the pipeline. Reviews and previews decide alike because both get it here.

import type { Mutator } from './mutator.js';
import { createPipeline, type Evaluate } from './pipeline.js';
import type { Settings } from './settings.js';

/** Settles everything that depends on the settings alone. */
export function bindMutators(mutators: readonly Mutator[], settings: Settings): Evaluate {
  return createPipeline(
    mutators.map((mutator) => ({
      mutator,
      enabled: isEnabled(settings, mutator),
      decide: mutator.bind(settings.mutators[mutator.name]),
    })),
  );
}

/** Every mutator has the switch among its settings; one without it cannot be switched off. */
export function isEnabled(settings: Settings, { name }: Mutator): boolean {
  return (settings.mutators[name] as { readonly enabled?: boolean }).enabled !== false;
}
