// The place that a mutator warns of → the place in the document. A mutator sees the Pod as the ones before it left it,
// and as its controller creates it: lists may have entries ahead that the document has not.

import { parsePointer, pointer } from '../pod/json-pointer.js';
import type { Reviewed } from '../preview/reviewed.js';

/** The members that lead to the place, from the object; as far as the document has it. */
export function findWarningMembers(
  reviewed: Reviewed,
  { mutator, path }: { readonly mutator: string; readonly path: string },
): readonly string[] {
  const { source } = reviewed;
  const members = parsePointer(path);
  const [spec, list, index] = members;
  if (spec !== 'spec' || index === undefined || !isList(list)) {
    return [...source.path, ...members];
  }
  const own = list === 'volumes' ? findVolume(reviewed, index) : findContainer(reviewed, { mutator, list, index });
  return [...source.path, spec, list, ...(own < 0 ? [] : [String(own), ...members.slice(3)])];
}

type List = 'volumes' | 'containers' | 'initContainers';

function isList(name: string | undefined): name is List {
  return name === 'volumes' || name === 'containers' || name === 'initContainers';
}

// Claims of a StatefulSet stand ahead of the template's own volumes in the Pod, and nowhere in the template.
function findVolume({ source }: Reviewed, index: string): number {
  return [...Array(Number(index) + 1).keys()].findIndex(
    (own) => source.toPodPath(pointer('spec', 'volumes', own)) === pointer('spec', 'volumes', index),
  );
}

interface ContainerPlace {
  readonly mutator: string;
  readonly list: Exclude<List, 'volumes'>;
  readonly index: string;
}

// Containers have names of their own, whatever was put ahead of them.
function findContainer({ evaluation }: Reviewed, { mutator, list, index }: ContainerPlace): number {
  const earlier = evaluation.results.slice(
    0,
    evaluation.results.findIndex((result) => result.mutator === mutator),
  );
  const seen = earlier.findLast(({ step }) => step)?.step?.after ?? evaluation.before;
  const name = seen?.spec[list]?.[Number(index)]?.name;
  return (evaluation.before?.spec[list] ?? []).findIndex((container) => container.name === name);
}
