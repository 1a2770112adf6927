// What the changes of an object mean for those who run its Pods, in the words of Kubernetes.

import type { Impact__Output } from './gen/podmutator/v1/Impact.js';

type SecurityLevel = 'privileged' | 'baseline' | 'restricted' | 'unknown';
type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed' | 'unknown';

interface Change<T> {
  readonly before: T;
  readonly after: T;
}

/** All pointers lead into the Pod as it is afterwards. */
export interface PreviewedImpact {
  /** The highest level of the Pod Security Standards that the Pod satisfies. */
  readonly podSecurity: Change<SecurityLevel>;
  /** Checks that the Pod breaks afterwards and did not break before; the container is empty if it is the Pod itself. */
  readonly newBreaches: readonly {
    readonly check: string;
    /** The lowest level that has the check. */
    readonly level: SecurityLevel;
    readonly container: string;
    readonly path: string;
    readonly detail: string;
  }[];
  readonly qosClass: Change<QosClass>;
  readonly privilegesGained: readonly {
    readonly container: string;
    readonly privilege: string;
    readonly mutator: string;
    readonly path: string;
    /** Whether the container has a use for it; absent if the mutator cannot tell. */
    readonly needed?: boolean;
  }[];
  readonly imagesAdded: readonly string[];
  /** Requests by which the scheduler places the Pod, where they change. */
  readonly requestsChanged: readonly (Change<string> & { readonly resource: string })[];
}

const levels: Readonly<Record<string, SecurityLevel>> = {
  POD_SECURITY_LEVEL_PRIVILEGED: 'privileged',
  POD_SECURITY_LEVEL_BASELINE: 'baseline',
  POD_SECURITY_LEVEL_RESTRICTED: 'restricted',
};

const classes: Readonly<Record<string, QosClass>> = {
  QOS_CLASS_BEST_EFFORT: 'BestEffort',
  QOS_CLASS_BURSTABLE: 'Burstable',
  QOS_CLASS_GUARANTEED: 'Guaranteed',
};

/** Translates an impact, field by field: gRPC adds fields of its own, in an order of its own. */
export function readImpact(impact: Impact__Output): PreviewedImpact {
  return {
    podSecurity: { before: readLevel(impact.podSecurityBefore), after: readLevel(impact.podSecurityAfter) },
    newBreaches: impact.newBreaches.map(({ check, level, container, path, detail }) => ({
      check,
      level: readLevel(level),
      container,
      path,
      detail,
    })),
    qosClass: { before: readClass(impact.qosBefore), after: readClass(impact.qosAfter) },
    privilegesGained: impact.privilegesGained.map(({ container, privilege, mutator, path, needed }) => ({
      container,
      privilege,
      mutator,
      path,
      ...(needed !== undefined && { needed }),
    })),
    imagesAdded: impact.imagesAdded,
    requestsChanged: impact.requestsChanged.map(({ resource, before, after }) => ({ resource, before, after })),
  };
}

function readLevel(name: string): SecurityLevel {
  return levels[name] ?? 'unknown';
}

function readClass(name: string): QosClass {
  return classes[name] ?? 'unknown';
}
