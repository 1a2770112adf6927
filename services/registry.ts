// The mutators, in the order in which they run.
//
// The order is part of the behaviour: macvtap gives rights to all init containers, so it comes after every mutator
// that adds one.

import type { Mutator } from './decisions/mutator.js';
import { dragonfly } from './mutators/dragonfly/mutator.js';
import { macvtap } from './mutators/macvtap/mutator.js';

export const mutators: readonly Mutator[] = [dragonfly as Mutator, macvtap as Mutator];

/** Pairs in which the first must run before the second; all other orders give the same Pod. */
export const orderedPairs: readonly (readonly [string, string])[] = [['dragonfly', 'macvtap']];
