// The honest reviews of the load: a Pod that opts in to dragonfly, one that macvtap makes privileged, and one that is
// left alone. What must come back is known ahead, without any code of podmutator.

import { askFirst } from '../../bench/load/first-answer.js';
import { expectPod } from '../../bench/payload/expected-pod.js';
import { createPod } from '../../bench/payload/pod.js';
import { createReview } from '../../bench/payload/review.js';
import type { HonestReview } from './honest-load.js';
import type { Victim } from './victims.js';

const kinds = [
  ['dragonfly', '/mutate/dragonfly'],
  ['macvtap', '/mutate/macvtap'],
  ['nothing', '/mutate'],
] as const;

/** Asks once for each, while all is calm, and holds the Pod against the expected one; later answers must be the same. */
export function prepareReviews({ target, isWithoutMacvtap }: Victim): Promise<readonly HonestReview[]> {
  return Promise.all(
    kinds.map(async ([wants, path]) => {
      const pod = createPod({ containers: 2, wants });
      const { bytes, serialAt } = createReview(pod);
      const isLeftAlone = wants === 'macvtap' && isWithoutMacvtap;
      const answer = await askFirst({
        url: `https://${target.webhook}${path}`,
        ca: target.ca,
        body: bytes,
        pod,
        expected: isLeftAlone ? pod : expectPod(pod, wants),
      });
      return { path, body: bytes, serialAt, rule: { kind: 'template', answer } };
    }),
  );
}

/** The same, for a server that always gives `answer`. */
export function prepareBareReviews(answer: Buffer): readonly HonestReview[] {
  return kinds.map(([wants, path]) => {
    const { bytes, serialAt } = createReview(createPod({ containers: 2, wants }));
    return { path, body: bytes, serialAt, rule: { kind: 'constant', answer } };
  });
}
