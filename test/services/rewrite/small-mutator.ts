// A mutator with every kind of edit that previews have to write: an entry at the end of a list, one at its front, a
// member of an object that may be missing, and a replaced value.

import { z } from 'zod';
import { defineMutator } from '../../../services/decisions/mutator.js';
import { mapContainers, withEnv, withSecurityContext } from '../../../services/pod/edits.js';
import type { Container } from '../../../services/pod/pod.js';

export const small = defineMutator({
  name: 'small',
  description: 'Puts two variables around those of each container and makes it privileged.',
  reasons: { WANTED: 'Always wanted.', DONE: 'All there.' },
  warnings: {},
  touches: ['/spec/containers/*'],
  needs: [],
  settings: z.strictObject({}),
  bind: () => (pod) => {
    const after = mapContainers(pod, 'containers', complete);
    const explanation = { evidence: [], warnings: [] };
    return after === pod
      ? { outcome: 'unchanged', reason: 'DONE', ...explanation }
      : { outcome: 'mutated', pod: after, reason: 'WANTED', ...explanation };
  },
});

function complete(container: Container): Container {
  const isLacking = (name: string): boolean => !container.env?.some((variable) => variable.name === name);
  const first = isLacking('FIRST') ? [{ name: 'FIRST', value: 'on' }] : [];
  const last = isLacking('LAST') ? [{ name: 'LAST', value: 'http://$(FIRST):4001' }] : [];
  const ahead = first.length > 0 ? { ...container, env: [...first, ...(container.env ?? [])] } : container;
  const filled = withEnv(ahead, last);
  return filled.securityContext?.privileged === true ? filled : withSecurityContext(filled, { privileged: true });
}
