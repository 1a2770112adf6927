// dragonfly: connects Pods to the Dragonfly P2P daemon of their node.
//
// A Pod that opts in, or whose namespace does, gets three parts: the address of the node's proxy, the daemon's socket
// and the command line tools. Each part adds only what is missing and gives way to what the user wrote, with a warning;
// the others are added all the same.

import { type Decision, defineMutator, type MetadataKey } from '../../decisions/mutator.js';
import type { Pod } from '../../pod/pod.js';
import { createOptIn, optInReasons } from './opt-in.js';
import type { InjectPart } from './part.js';
import { createProxyPart } from './proxy.js';
import { type DragonflySettings, settingsSchema } from './settings-schema.js';
import { createSocketPart } from './socket.js';
import { createTargets, type Targets } from './targets.js';
import { createToolsPart } from './tools.js';
import { advice, type DragonflyWarning, type WarningCode, warnings } from './warnings.js';

const reasons = {
  ...optInReasons,
  ALREADY_INJECTED: 'The Pod has everything that would be injected.',
  NOTHING_LEFT_TO_INJECT: 'Every part is switched off, skipped, or in conflict with what the Pod has.',
} as const;

const onPod = { owner: 'pod', map: 'annotations' } as const;

type Reason = keyof typeof reasons;

export const dragonfly = defineMutator<DragonflySettings, Reason, WarningCode>({
  name: 'dragonfly',
  description: 'Connects Pods to the Dragonfly P2P daemon of their node: proxy address, socket and command line tools.',
  reasons,
  warnings,
  advice,
  keys: listKeys,
  touches: [
    ...['initContainers', 'volumes', 'imagePullSecrets'].flatMap((list) => [`/spec/${list}`, `/spec/${list}/*`]),
    ...['initContainers', 'containers'].flatMap((list) =>
      ['env', 'env/*', 'volumeMounts', 'volumeMounts/*'].map((field) => `/spec/${list}/*/${field}`),
    ),
  ],
  needs: ['namespace'],
  settings: settingsSchema,

  bind(settings) {
    const decideOptIn = createOptIn(settings);
    const targets = createTargets(settings);
    const parts = createParts(settings, targets);

    return (pod, context): Decision<Reason, WarningCode> => {
      const { answer, reason, evidence, warnings } = decideOptIn(pod, context);
      if (answer !== 'yes') {
        return { outcome: answer === 'unknown' ? 'unknown' : 'skipped', reason, evidence, warnings };
      }
      const notes: DragonflyWarning[] = [...targets.findUnknown(pod)];
      let after: Pod = pod;
      let isInEffect = false;
      for (const inject of parts) {
        const result = inject(after, context);
        after = result.pod;
        isInEffect ||= result.isInEffect;
        notes.push(...result.warnings);
      }
      if (after !== pod) {
        return { outcome: 'mutated', pod: after, reason, evidence, warnings: notes };
      }
      return isInEffect
        ? { outcome: 'unchanged', reason: 'ALREADY_INJECTED', evidence, warnings: notes }
        : { outcome: 'skipped', reason: 'NOTHING_LEFT_TO_INJECT', evidence, warnings: notes };
    };
  },
});

const switchSentences: Readonly<Record<Exclude<keyof DragonflySettings['annotations'], 'image'>, string>> = {
  inject: 'Whether the Pod gets Dragonfly, whatever its namespace says.',
  skipProxy: 'Leaves out the variables of the proxy.',
  skipSocket: 'Leaves out the socket of dfdaemon.',
  skipTools: 'Leaves out the command line tools.',
};

function listKeys({ annotations, namespaceLabel }: DragonflySettings): readonly MetadataKey[] {
  const { image, ...switches } = annotations;
  return [
    ...(Object.keys(switches) as (keyof typeof switches)[]).map((name) => {
      return { ...onPod, key: switches[name], values: ['true', 'false'], sentence: switchSentences[name] };
    }),
    { ...onPod, key: image, sentence: 'The image with the tools, in place of that of the settings.' },
    {
      owner: 'namespace',
      map: 'labels',
      key: namespaceLabel.key,
      values: [namespaceLabel.value],
      sentence: 'Asks for Dragonfly in all Pods of the namespace that say nothing themselves.',
    },
  ];
}

function createParts(settings: DragonflySettings, targets: Targets): readonly InjectPart[] {
  return [
    ...(settings.proxyEnabled ? [createProxyPart(settings, targets)] : []),
    ...(settings.socketEnabled ? [createSocketPart(settings, targets)] : []),
    ...(settings.toolsEnabled ? [createToolsPart(settings, targets)] : []),
  ];
}
