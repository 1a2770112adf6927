// What a mutation means for those who run the Pod, in the words of the contract.

import type { Impact__Output } from '../../proto/gen/podmutator/v1/Impact.js';
import type { PodSecurityLevel__Output } from '../../proto/gen/podmutator/v1/PodSecurityLevel.js';
import type { PrivilegeGain__Output } from '../../proto/gen/podmutator/v1/PrivilegeGain.js';
import type { QosClass__Output } from '../../proto/gen/podmutator/v1/QosClass.js';
import { shortenText } from '../../runtime/text/shorten-text.js';
import type { Evaluation } from '../decisions/pipeline.js';
import { compareRequests } from '../impact/effective-requests.js';
import { findGainedRights } from '../impact/find-gained-rights.js';
import type { Level } from '../impact/pod-security/check.js';
import { findBreaches, findLevel, selectNew } from '../impact/pod-security/evaluate.js';
import { listContainers, readText } from '../pod/fields.js';
import { followPointer } from '../pod/follow-pointer.js';
import type { Pod } from '../pod/pod.js';
import { type QosClass, readQosClass } from '../pod/qos.js';

const detailLengthMax = 256;
const pathLengthMax = 1024;

const levels: Readonly<Record<Level, PodSecurityLevel__Output>> = {
  privileged: 'POD_SECURITY_LEVEL_PRIVILEGED',
  baseline: 'POD_SECURITY_LEVEL_BASELINE',
  restricted: 'POD_SECURITY_LEVEL_RESTRICTED',
};

const qosClasses: Readonly<Record<QosClass, QosClass__Output>> = {
  BestEffort: 'QOS_CLASS_BEST_EFFORT',
  Burstable: 'QOS_CLASS_BURSTABLE',
  Guaranteed: 'QOS_CLASS_GUARANTEED',
};

/** Describes an evaluation; null if no mutator looked at the Pod. */
export function createImpact(evaluation: Evaluation): Impact__Output | null {
  const { before, after = before } = evaluation;
  if (!before || !after) {
    return null;
  }
  const breachesBefore = findBreaches(before);
  const breachesAfter = after === before ? breachesBefore : findBreaches(after);
  return {
    podSecurityBefore: levels[findLevel(breachesBefore)],
    podSecurityAfter: levels[findLevel(breachesAfter)],
    newBreaches: selectNew(breachesBefore, breachesAfter).map(({ check, level, container, path, detail }) => ({
      check,
      level: levels[level],
      container: shortenText(container),
      path: shortenText(path, pathLengthMax),
      detail: shortenText(detail, detailLengthMax),
    })),
    qosBefore: qosClasses[readQosClass(before)],
    qosAfter: qosClasses[readQosClass(after)],
    privilegesGained: listGains(evaluation),
    imagesAdded: listAddedImages(before, after),
    requestsChanged: [...compareRequests(before, after)],
  };
}

function listGains({ results, after }: Evaluation): PrivilegeGain__Output[] {
  return results.flatMap(({ mutator, step }) =>
    step
      ? findGainedRights(step).map(({ container, right, path, isNeeded }) => ({
          container: shortenText(container),
          privilege: shortenText(right, detailLengthMax),
          mutator,
          path: shortenText(followPointer(path, step.after, after), pathLengthMax),
          ...(isNeeded !== undefined && { needed: isNeeded, _needed: 'needed' as const }),
        }))
      : [],
  );
}

function listAddedImages(before: Pod, after: Pod): string[] {
  const known = new Set(listContainers(before).map(({ value }) => readText(value, 'image')));
  const images = listContainers(after).map(({ value }) => readText(value, 'image').toWellFormed());
  return [...new Set(images)].filter((image) => image !== '' && !known.has(image));
}
