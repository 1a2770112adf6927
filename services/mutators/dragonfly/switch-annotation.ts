// Annotations of a Pod that say yes or no. Exactly "true" is yes, exactly "false" is no, everything else is a mistake
// that the author should hear about: "False", "yes" and "" would otherwise do the opposite of what was meant.

import { pointer } from '../../pod/json-pointer.js';
import type { Pod } from '../../pod/pod.js';
import { describeValue, quote } from '../../pod/quote.js';

export type SwitchValue = 'yes' | 'no' | 'absent' | 'invalid';

/** Reads annotation `key` as a switch. `text` is the value as it stands there, "" if it does not. */
export function readSwitch(pod: Pod, key: string): { readonly value: SwitchValue; readonly text: string } {
  const found = readAnnotation(pod, key);
  if (found === undefined) return { value: 'absent', text: '' };
  if (found === 'true') return { value: 'yes', text: found };
  if (found === 'false') return { value: 'no', text: found };
  return { value: 'invalid', text: describeValue(found) };
}

/** The value of an annotation, which a careless author may have given any type; undefined if there is none. */
export function readAnnotation(pod: Pod, key: string): unknown {
  const annotations = pod.metadata?.annotations ?? {};
  return Object.hasOwn(annotations, key) ? annotations[key] : undefined;
}

/** What is wrong with the value of a switch. */
export function describeInvalidSwitch(key: string, text: string): { readonly message: string; readonly path: string } {
  return {
    message: `${key}: expected "true" or "false", found ${quote(text)}`,
    path: pointer('metadata', 'annotations', key),
  };
}
