// macvtap: gives Pods that use macvtap networking the rights that KubeVirt needs for it.
//
// A tap device on the node belongs to root, and the process that opens it sits in an unprivileged container. Pods that
// ask for macvtap, by annotation or by resource, therefore get privileged containers. This turns an annotation into
// root on the node: which namespaces may do so is decided by the webhook configuration, not here.

import * as z from 'zod';
import { type Decision, defineMutator, type Warning } from '../../decisions/mutator.js';
import { mapContainers, withCapabilities, withSecurityContext } from '../../pod/edits.js';
import { pointer } from '../../pod/json-pointer.js';
import type { Container, Pod } from '../../pod/pod.js';
import { describeValue, quoteName } from '../../pod/quote.js';
import { createHolderCheck, createSignalFinder, networkKeys } from './signal.js';

const capabilities = ['DAC_OVERRIDE', 'NET_ADMIN', 'SYS_RAWIO'];
const lists = ['initContainers', 'containers'] as const;

const settings = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Master switch.'),
    match: z
      .enum(['plain', 'strict'])
      .default('plain')
      .describe(
        'plain: the text "macvtap" anywhere in the annotation or resource name. strict: only network names and KubeVirt resources.',
      ),
    networkNames: z
      .array(z.string().min(1).max(253))
      .max(100)
      .default(['*macvtap*'])
      .describe('strict: names of network attachments that count, with * for any text; case does not matter.'),
    ignoreStatusAnnotations: z
      .boolean()
      .default(false)
      .describe('plain: leave out the status annotations, which report networks instead of asking for them.'),
  })
  .prefault({});

const reasons = {
  REQUESTED_BY_ANNOTATION: 'An annotation of the Pod asks for a macvtap network.',
  REQUESTED_BY_NAMESPACE: 'An annotation of the namespace asks for a macvtap network.',
  REQUESTED_BY_RESOURCE: 'A container asks for a macvtap resource.',
  ALREADY_GRANTED: 'The Pod asks for macvtap and has all rights that it needs.',
  NOT_REQUESTED: 'The Pod does not ask for macvtap.',
  NOT_REQUESTED_NAMESPACE_UNKNOWN: 'The Pod does not ask for macvtap; the annotations of its namespace were not known.',
} as const;

const warnings = {
  CAPABILITY_DROPPED: 'A container drops a capability that it gets here; at run time the drop wins.',
  POD_SECURITY_REFUSES: 'The namespace enforces a Pod Security level that refuses privileged containers.',
  NETWORKS_MALFORMED: 'The networks annotation could not be read, so no macvtap network was found in it.',
} as const;

const advice = {
  CAPABILITY_DROPPED: 'Take the capability out of the drop list, or live without it.',
  POD_SECURITY_REFUSES: 'Run the Pod in a namespace that enforces the level "privileged".',
  NETWORKS_MALFORMED: 'Write a comma list of [namespace/]name[@interface], or a JSON list of objects with a name.',
} as const;

type Reason = keyof typeof reasons;
type WarningCode = keyof typeof warnings;

export const macvtap = defineMutator<z.infer<typeof settings>, Reason, WarningCode>({
  name: 'macvtap',
  description: 'Gives Pods that use macvtap networking the rights that KubeVirt needs for it.',
  reasons,
  warnings,
  advice,
  keys: () => networkKeys,
  touches: lists.flatMap((list) =>
    ['', '/privileged', '/allowPrivilegeEscalation', '/capabilities', '/capabilities/add', '/capabilities/add/*'].map(
      (field) => `/spec/${list}/*/securityContext${field}`,
    ),
  ),
  needs: ['namespace'],
  settings,

  bind(options) {
    const findSignal = createSignalFinder(options);
    const needsRights = createHolderCheck(options);
    return (pod, context): Decision<Reason, WarningCode> => {
      const { signal, malformed } = findSignal(pod, context.namespaceFacts);
      const notes = malformed.map(
        (path) => ({ code: 'NETWORKS_MALFORMED', message: warnings.NETWORKS_MALFORMED, path }) as const,
      );
      if (!signal) {
        const reason = context.namespaceFacts ? 'NOT_REQUESTED' : 'NOT_REQUESTED_NAMESPACE_UNKNOWN';
        const wanted = 'an annotation under k8s.v1.cni.cncf.io/ or a resource that asks for macvtap';
        return {
          outcome: 'skipped',
          reason,
          evidence: [{ path: '/metadata/annotations', found: undefined, wanted }],
          warnings: notes,
        };
      }
      const after = lists.reduce((result, list) => mapContainers(result, list, grantRights), pod);
      const evidence = [{ path: signal.path, found: signal.found, wanted: 'no mention of macvtap' }];
      if (after === pod) {
        return { outcome: 'unchanged', reason: 'ALREADY_GRANTED', evidence, warnings: notes };
      }
      const level = context.namespaceFacts?.labels['pod-security.kubernetes.io/enforce'];
      return {
        outcome: 'mutated',
        pod: after,
        needsRights,
        reason: signal.reason,
        evidence,
        warnings: [...notes, ...podSecurityWarnings(level), ...droppedCapabilityWarnings(after)],
      };
    };
  },
});

function grantRights(container: Container): Container {
  return withCapabilities(makePrivileged(container), capabilities);
}

function makePrivileged(container: Container): Container {
  const { privileged, allowPrivilegeEscalation } = container.securityContext ?? {};
  if (privileged === true) {
    return container;
  }
  // The API server refuses privileged: true beside allowPrivilegeEscalation: false, which every non-root virt-launcher carries.
  return withSecurityContext(container, {
    privileged: true,
    ...(allowPrivilegeEscalation === false && { allowPrivilegeEscalation: true }),
  });
}

function podSecurityWarnings(level: string | undefined): readonly Warning<WarningCode>[] {
  return level === 'baseline' || level === 'restricted'
    ? [
        {
          code: 'POD_SECURITY_REFUSES',
          message: `the namespace enforces Pod Security "${level}", which refuses privileged containers`,
          path: '',
        },
      ]
    : [];
}

function droppedCapabilityWarnings(pod: Pod): readonly Warning<WarningCode>[] {
  return lists.flatMap((list) =>
    (pod.spec[list] ?? []).flatMap((container, index) => {
      // Container runtimes take these names in any case.
      const drops =
        container.securityContext?.capabilities?.drop?.map((name) => describeValue(name).toUpperCase()) ?? [];
      const dropped = capabilities.filter((name) => drops.includes(name));
      return dropped.length === 0
        ? []
        : [
            {
              code: 'CAPABILITY_DROPPED' as const,
              message: `container ${quoteName(container.name)} drops ${dropped.join(', ')}, which beats the added capability`,
              path: pointer('spec', list, index, 'securityContext', 'capabilities', 'drop'),
            },
          ];
    }),
  );
}
