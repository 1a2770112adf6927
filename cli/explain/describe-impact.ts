// The impact as text: what changes for those who run the Pod.

import type { Impact__Output } from '../../proto/gen/podmutator/v1/Impact.js';
import type { PrivilegeGain__Output } from '../../proto/gen/podmutator/v1/PrivilegeGain.js';
import { layOut } from './layout.js';

/** Lines for the impact; one line if nothing changes. */
export function describeImpact(impact: Impact__Output): string {
  const { podSecurityBefore, podSecurityAfter, qosBefore, qosAfter } = impact;
  return [
    layOut('    Pod Security   ', showChange(readName(podSecurityBefore), readName(podSecurityAfter))),
    ...describeBreaches(impact),
    layOut('    QoS class      ', showChange(readName(qosBefore), readName(qosAfter))),
    ...impact.requestsChanged.map(({ resource, before, after }) =>
      layOut('    Requests       ', `${resource} ${before} -> ${after}`),
    ),
    ...impact.imagesAdded.map((image) => layOut('    Image added    ', image)),
    ...describeGains(impact),
  ].join('');
}

// One line for each check: a Pod of ten containers breaks the same ones ten times.
function describeBreaches({ newBreaches }: Impact__Output): readonly string[] {
  return [...new Set(newBreaches.map(({ check }) => check))].map((check) => {
    const own = newBreaches.filter((breach) => breach.check === check);
    const details = [...new Set(own.map(({ detail }) => detail))].join('; ');
    const containers = [...new Set(own.map(({ container }) => container))].filter(Boolean).join(', ');
    return layOut('      - ', `newly breaks ${check}: ${details}${containers === '' ? '' : ` (${containers})`}`);
  });
}

// Each mutator gives rights for a reason of its own, so need is told apart by mutator.
function describeGains({ privilegesGained }: Impact__Output): readonly string[] {
  const groups = new Map<string, PrivilegeGain__Output[]>();
  for (const gain of privilegesGained) {
    const key = `${gain.container} from ${gain.mutator}`;
    groups.set(key, [...(groups.get(key) ?? []), gain]);
  }
  const lines = [...groups].map(([key, own]) =>
    layOut('    Rights gained  ', `${key}: ${own.map(({ privilege }) => privilege).join(', ')}${describeNeed(own)}`),
  );
  const users = [...new Set(privilegesGained.filter(({ needed }) => needed).map(({ container }) => container))];
  const isWider = privilegesGained.some(({ needed }) => needed === false);
  const remark = `Only ${users.join(' and ')} holds what these rights are for.`;
  return [...lines, ...(isWider && users.length > 0 ? [layOut('      ', remark)] : [])];
}

function describeNeed([gain]: readonly PrivilegeGain__Output[]): string {
  if (gain?.needed === undefined) {
    return '';
  }
  return gain.needed ? ' (holds what they are for)' : ' (not needed here)';
}

function showChange(before: string, after: string): string {
  return before === after ? `${before}, as before` : `${before} -> ${after}`;
}

// POD_SECURITY_LEVEL_BASELINE, QOS_CLASS_BEST_EFFORT: the words behind the name of the enumeration.
function readName(value: string): string {
  return value
    .replace(/^(?:POD_SECURITY_LEVEL|QOS_CLASS)_/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
}
