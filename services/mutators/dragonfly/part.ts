// What the parts of the injection (proxy, socket, tools) have in common: a Pod goes in, a Pod comes out.

import type { Context } from '../../decisions/mutator.js';
import type { Pod } from '../../pod/pod.js';
import type { DragonflyWarning } from './warnings.js';

export interface PartResult {
  /** The same object if nothing had to be added. */
  readonly pod: Pod;
  readonly warnings: readonly DragonflyWarning[];
  /** Whether the Pod has the part now: added, or there before. */
  readonly isInEffect: boolean;
}

export type InjectPart = (pod: Pod, context: Context) => PartResult;

/** The result of a part that stays away. */
export function leaveOut(pod: Pod, warnings: readonly DragonflyWarning[] = []): PartResult {
  return { pod, warnings, isInEffect: false };
}
