// Registries of three sizes.

import type { Mutator } from '../../services/decisions/mutator.js';
import { dragonfly } from '../../services/mutators/dragonfly/mutator.js';
import { mutators as registry } from '../../services/registry.js';
import { smallMutators } from './small-mutators.js';

export type MutatorCount = 1 | 2 | 10;

export const mutatorSets: Readonly<Record<MutatorCount, readonly Mutator[]>> = {
  1: [dragonfly as Mutator],
  2: registry,
  10: [...registry, ...smallMutators],
};
