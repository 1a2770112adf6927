// The place that a mutator warns of → the place in the document. A mutator sees the Pod as the ones before it left it,
// and as its controller creates it: lists may have entries ahead that the document has not.

import { followPointer } from '../pod/follow-pointer.js';
import { parsePointer, pointer } from '../pod/json-pointer.js';
import type { PodSource } from '../pod/workloads.js';
import type { Reviewed } from './rules/rule.js';

/** The members that lead to the place, from the object; as far as the document has it. */
export function findWarningMembers(
  { source, evaluation }: Pick<Reviewed, 'source' | 'evaluation'>,
  { mutator, path }: { readonly mutator: string; readonly path: string },
): readonly string[] {
  const index = evaluation.results.findIndex((result) => result.mutator === mutator);
  const earlier = evaluation.results.slice(0, Math.max(0, index));
  const seen = earlier.findLast(({ step }) => step)?.step?.after ?? evaluation.before;
  return findPodMembers(source, followPointer(path, seen, evaluation.before));
}

/** The members that lead from the object to the place in its Pod that `path` points to; as far as the document has it. */
export function findPodMembers(source: PodSource, path: string): readonly string[] {
  const members = parsePointer(path);
  const [spec, list, index] = members;
  if (spec !== 'spec' || list !== 'volumes' || index === undefined) {
    return [...source.path, ...members];
  }
  // Claims of a StatefulSet stand ahead of the template's own volumes in the Pod, and nowhere in the template.
  const own = [...Array(Number(index) + 1).keys()].findIndex(
    (place) => source.toPodPath(pointer('spec', 'volumes', place)) === pointer('spec', 'volumes', index),
  );
  return [...source.path, spec, list, ...(own < 0 ? [] : [String(own), ...members.slice(3)])];
}
