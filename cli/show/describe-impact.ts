// The impact in sentences, for every output that people read.

import type { PreviewedImpact } from '../../proto/preview-impact.js';

/** One thing that changes for those who run the Pod, or that does not. */
export interface ImpactLine {
  readonly topic: 'Pod Security' | 'QoS class' | 'Requests' | 'Image added' | 'Rights gained';
  readonly text: string;
  /** What belongs to it, one sentence each. */
  readonly details: readonly string[];
  readonly isChange: boolean;
}

/** Describes the impact; Pod Security and QoS class are always told. */
export function describeImpact(impact: PreviewedImpact): readonly ImpactLine[] {
  const { podSecurity, qosClass, requestsChanged, imagesAdded } = impact;
  const breaches = describeBreaches(impact);
  return [
    {
      topic: 'Pod Security',
      text: showChange(podSecurity),
      details: breaches,
      isChange: podSecurity.before !== podSecurity.after || breaches.length > 0,
    },
    { topic: 'QoS class', text: showChange(qosClass), details: [], isChange: qosClass.before !== qosClass.after },
    ...requestsChanged.map(({ resource, before, after }) => tell('Requests', `${resource} ${before} → ${after}`)),
    ...imagesAdded.map((image) => tell('Image added', image)),
    ...describeGains(impact),
  ];
}

function tell(topic: ImpactLine['topic'], text: string, details: readonly string[] = []): ImpactLine {
  return { topic, text, details, isChange: true };
}

// One line for each check: a Pod of ten containers breaks the same ones ten times.
function describeBreaches({ newBreaches }: PreviewedImpact): readonly string[] {
  return [...new Set(newBreaches.map(({ check }) => check))].map((check) => {
    const own = newBreaches.filter((breach) => breach.check === check);
    const details = [...new Set(own.map(({ detail }) => detail))].join('; ');
    const containers = [...new Set(own.map(({ container }) => container))].filter(Boolean).join(', ');
    return `newly breaks ${check}: ${details}${containers === '' ? '' : ` (${containers})`}`;
  });
}

// Each mutator gives rights for a reason of its own, so need is told apart by mutator.
function describeGains({ privilegesGained }: PreviewedImpact): readonly ImpactLine[] {
  const keys = [...new Set(privilegesGained.map(keyOf))];
  const users = [...new Set(privilegesGained.filter(({ needed }) => needed).map(({ container }) => container))];
  const isWider = privilegesGained.some(({ needed }) => needed === false);
  const remark = `Only ${users.join(' and ')} holds what these rights are for.`;
  return keys.map((key, index) => {
    const own = privilegesGained.filter((gain) => keyOf(gain) === key);
    const text = `${key}: ${own.map(({ privilege }) => privilege).join(', ')}${describeNeed(own[0]?.needed)}`;
    return tell('Rights gained', text, isWider && users.length > 0 && index === keys.length - 1 ? [remark] : []);
  });
}

function keyOf({ container, mutator }: PreviewedImpact['privilegesGained'][number]): string {
  return `${container} from ${mutator}`;
}

function describeNeed(needed: boolean | undefined): string {
  if (needed === undefined) {
    return '';
  }
  return needed ? ' (holds what they are for)' : ' (not needed here)';
}

function showChange({ before, after }: { readonly before: string; readonly after: string }): string {
  return before === after ? `${before}, as before` : `${before} → ${after}`;
}
