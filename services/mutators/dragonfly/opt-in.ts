// Who decides whether a Pod is injected: its own annotation, else the label of its namespace, else nobody.
//
// The settings never opt anybody in, and a Pod that says something unreadable is left alone even where its namespace
// says yes.

import type { Context, Evidence } from '../../decisions/mutator.js';
import { pointer } from '../../pod/json-pointer.js';
import type { Pod } from '../../pod/pod.js';
import { describeValue } from '../../pod/quote.js';
import type { DragonflySettings } from './settings-schema.js';
import { describeInvalidSwitch, readSwitch } from './switch-annotation.js';
import type { DragonflyWarning } from './warnings.js';

export const optInReasons = {
  OPTED_IN_BY_POD: 'The annotation of the Pod asks for Dragonfly.',
  OPTED_IN_BY_NAMESPACE: 'The label of the namespace asks for Dragonfly.',
  OPTED_OUT_BY_POD: 'The annotation of the Pod refuses Dragonfly.',
  OPT_IN_VALUE_INVALID: 'The annotation of the Pod says neither "true" nor "false", which counts as no.',
  NOT_OPTED_IN: 'Neither the annotation of the Pod nor the label of its namespace asks for Dragonfly.',
  NAMESPACE_UNKNOWN: 'The Pod itself says nothing, and the labels of its namespace were not known.',
} as const;

type OptInReason = keyof typeof optInReasons;

export interface OptIn {
  /** `yes`: inject. `no` and `unknown` end the decision. */
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly reason: OptInReason;
  readonly evidence: readonly Evidence[];
  readonly warnings: readonly DragonflyWarning[];
}

/** Settles the keys, once, and returns the decision for Pods. */
export function createOptIn({ annotations, namespaceLabel }: DragonflySettings): (pod: Pod, context: Context) => OptIn {
  const key = annotations.inject;
  const podPath = pointer('metadata', 'annotations', key);
  const labelPath = `namespace:${pointer('metadata', 'labels', namespaceLabel.key)}`;

  return (pod, { namespaceFacts }) => {
    const { value, text } = readSwitch(pod, key);
    if (value === 'yes') {
      return decide('yes', 'OPTED_IN_BY_POD', want({ path: podPath, found: text }, 'false'));
    }
    if (value === 'no') {
      return decide('no', 'OPTED_OUT_BY_POD', want({ path: podPath, found: text }, 'true'));
    }
    if (value === 'invalid') {
      const decision = decide('no', 'OPT_IN_VALUE_INVALID', want({ path: podPath, found: text }, 'true'));
      return { ...decision, warnings: [{ code: 'OPT_IN_VALUE_INVALID', ...describeInvalidSwitch(key, text) }] };
    }
    const labels = namespaceFacts?.labels ?? {};
    const label = Object.hasOwn(labels, namespaceLabel.key) ? describeValue(labels[namespaceLabel.key]) : undefined;
    const labelFact = { path: labelPath, found: label };
    const podFact = { path: podPath, found: undefined };
    if (!namespaceFacts) {
      return decide('unknown', 'NAMESPACE_UNKNOWN', want(labelFact, namespaceLabel.value), want(podFact, 'true'));
    }
    if (label === namespaceLabel.value) {
      return decide('yes', 'OPTED_IN_BY_NAMESPACE', { ...labelFact, wanted: 'no such label' }, want(podFact, 'false'));
    }
    return decide('no', 'NOT_OPTED_IN', want(podFact, 'true'), want(labelFact, namespaceLabel.value));
  };
}

function want(fact: Pick<Evidence, 'path' | 'found'>, value: string): Evidence {
  return { ...fact, wanted: value, wantedValue: value };
}

function decide(answer: OptIn['answer'], reason: OptInReason, ...evidence: readonly Evidence[]): OptIn {
  return { answer, reason, evidence, warnings: [] };
}
