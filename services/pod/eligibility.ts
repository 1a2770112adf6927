// Which Pods no mutator may touch, and why. These reasons hold for every mutator.

import type { Pod } from './pod.js';
import { describeValue } from './quote.js';
import { findWindows } from './windows.js';

export const commonReasons = {
  OPERATION_NOT_APPLICABLE: 'Only the creation of a Pod is patched; most fields of a stored Pod are immutable.',
  SUBRESOURCE_NOT_APPLICABLE: 'The request is for a subresource, not for the Pod itself.',
  NOT_A_POD: 'The object is not a core/v1 Pod.',
  MIRROR_POD: 'Mirror Pods reflect a static Pod of a node and cannot be changed.',
  OS_NOT_SUPPORTED: 'Windows Pods may not carry the fields that would be set.',
  POD_INVALID: 'The Pod is invalid as it is and was left alone; the API server will say why.',
  DISABLED: 'The mutator is switched off in the settings.',
} as const;

export const commonWarnings = {
  NOT_A_POD: 'The object is not a core/v1 Pod and was left alone; Preview takes objects that hold a Pod template.',
  NAMESPACE_DIFFERS: 'The Pod names another namespace than the request; the namespace of the request decides.',
  MORE_WARNINGS: 'There are more warnings of a mutator than the first 100, which are told.',
  MIRROR_POD: 'The Pod asks for a change that mirror Pods cannot get.',
  OS_NOT_SUPPORTED: 'The Pod asks for a change that Windows Pods cannot get.',
} as const;

/** What to do about each of these warnings. */
export const commonAdvice: Readonly<Record<keyof typeof commonWarnings, string>> = {
  NOT_A_POD: 'Send its Pods, or ask Preview.',
  MORE_WARNINGS: 'Mend what is told, and ask again.',
  NAMESPACE_DIFFERS: 'Take metadata.namespace out of the Pod, or correct it.',
  MIRROR_POD: 'Take the request out of the static Pod, or create the Pod through the API server.',
  OS_NOT_SUPPORTED: 'Take the request out of the Pod, or run the Pod on Linux nodes.',
};

export type CommonReason = keyof typeof commonReasons;

export interface Ineligibility {
  readonly reason: 'MIRROR_POD' | 'OS_NOT_SUPPORTED';
  readonly path: string;
  readonly found: string;
  readonly wanted: string;
}

/** Tells why no mutator may touch the Pod; undefined if they may. */
export function findIneligibility(pod: Pod): Ineligibility | undefined {
  const mirror = pod.metadata?.annotations?.['kubernetes.io/config.mirror'];
  if (mirror !== undefined) {
    return {
      reason: 'MIRROR_POD',
      path: '/metadata/annotations/kubernetes.io~1config.mirror',
      found: describeValue(mirror),
      wanted: 'no such annotation',
    };
  }
  const windows = findWindows(pod);
  return windows && { reason: 'OS_NOT_SUPPORTED', ...windows };
}
