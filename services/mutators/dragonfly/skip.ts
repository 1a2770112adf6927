// Annotations with which a Pod that is injected refuses one part.

import type { Pod } from '../../pod/pod.js';
import { describeInvalidSwitch, readSwitch } from './switch-annotation.js';
import type { DragonflyWarning } from './warnings.js';

export interface Skip {
  readonly isSkipped: boolean;
  readonly warnings: readonly DragonflyWarning[];
}

export function createSkip(key: string): (pod: Pod) => Skip {
  return (pod) => {
    const { value, text } = readSwitch(pod, key);
    return {
      isSkipped: value === 'yes',
      warnings: value === 'invalid' ? [{ code: 'SKIP_VALUE_INVALID', ...describeInvalidSwitch(key, text) }] : [],
    };
  };
}
