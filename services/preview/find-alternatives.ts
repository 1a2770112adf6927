// The smallest changes that would lead to another outcome, each of them tried out.
//
// The evidence of a decision says where to look: an entry that is there may be taken away, one that decides may get
// the value that was wanted. What does not change the outcome alone, because something else decides next, is tried
// together with that.

import type { Alternative__Output } from '../../proto/gen/podmutator/v1/Alternative.js';
import type { Evidence, NamespaceFacts } from '../decisions/mutator.js';
import type { MutatorResult } from '../decisions/pipeline.js';
import type { Reviewed } from '../lint/rules/rule.js';
import { parsePointer } from '../pod/json-pointer.js';
import { outcomes, toPlace } from '../rpc/explanation.js';

const editsMax = 8;
const namespacePrefix = 'namespace:';

/** `value` undefined: what is there is taken away. */
interface Edit {
  readonly path: string;
  readonly value: string | undefined;
}

type Try = (edits: readonly Edit[]) => MutatorResult | undefined;

/** Finds changes of the Pod or its Namespace that lead to another outcome than `result`; the smallest first. */
export function findAlternatives(
  { evaluation, facts, evaluateAgain }: Reviewed,
  result: MutatorResult,
): Alternative__Output[] {
  const { before } = evaluation;
  if (!before) {
    return [];
  }
  const tryOut: Try = (edits) => {
    const pod = edits.reduce(
      (current: unknown, edit) => (isOfNamespace(edit) ? current : apply(current, edit)),
      before,
    );
    const namespace = edits.some(isOfNamespace) ? editFacts(facts, edits.filter(isOfNamespace)) : facts;
    return evaluateAgain(pod as object, namespace).results.find(({ mutator }) => mutator === result.mutator);
  };
  const alternatives = result.evidence.flatMap((evidence) => {
    const alternative = listEdits(evidence)
      .map((edit) => complete([edit], result, tryOut))
      .find((found) => found !== undefined);
    return alternative ? [alternative] : [];
  });
  return alternatives.sort((one, other) => one.edits.length - other.edits.length);
}

// Goes on from what decides after the edits, until there is another outcome or nothing is left to change.
function complete(edits: readonly Edit[], result: MutatorResult, tryOut: Try): Alternative__Output | undefined {
  const next = edits.length <= editsMax ? tryOut(edits) : undefined;
  if (!next || next.outcome === 'unknown') {
    return undefined;
  }
  if (wants(next) !== wants(result) || result.outcome === 'unknown') {
    return {
      edits: edits.map(({ path, value }) => ({
        path: path.toWellFormed(),
        place: toPlace(path),
        ...(value !== undefined && { value: value.toWellFormed(), _value: 'value' as const }),
      })),
      outcome: outcomes[next.outcome],
      reason: next.reason,
    };
  }
  const more = next.evidence
    .flatMap(listEdits)
    .find(({ path, value }) => value === undefined && !edits.some((edit) => edit.path === path));
  return more && edits[0]?.value === undefined ? complete([...edits, more], result, tryOut) : undefined;
}

function wants({ outcome }: MutatorResult): boolean {
  return outcome === 'mutated' || outcome === 'unchanged';
}

// Texts can be set only where any text may stand: elsewhere the Pod would not be one any more.
function listEdits({ path, found, wantedValue }: Evidence): readonly Edit[] {
  const isPlace = path.startsWith('/') || path.startsWith(`${namespacePrefix}/`);
  const isText = /^(?:namespace:)?\/metadata\/(?:annotations|labels)\/[^/]+$/.test(path);
  return [
    ...(isPlace && found !== undefined ? [{ path, value: undefined }] : []),
    ...(isText && wantedValue !== undefined ? [{ path, value: wantedValue }] : []),
  ];
}

function isOfNamespace({ path }: Edit): boolean {
  return path.startsWith(namespacePrefix);
}

function editFacts(facts: NamespaceFacts | undefined, edits: readonly Edit[]): NamespaceFacts {
  const metadata = facts ?? { labels: {}, annotations: {} };
  const edited = edits.reduce<unknown>(
    (current, { path, value }) => apply(current, { path: path.slice(namespacePrefix.length), value }),
    { metadata },
  );
  return (edited as { readonly metadata: NamespaceFacts }).metadata;
}

function apply(value: unknown, edit: Edit): unknown {
  return edit.path === '' ? value : withMember(value, parsePointer(edit.path), edit.value);
}

function withMember(holder: unknown, [member = '', ...rest]: readonly string[], value: string | undefined): unknown {
  if (Array.isArray(holder)) {
    return holder.map((item: unknown, index) => (String(index) === member ? withMember(item, rest, value) : item));
  }
  const members = Object.entries((holder ?? {}) as object);
  const others = members.filter(([key]) => key !== member);
  if (rest.length > 0) {
    const child = members.find(([key]) => key === member)?.[1];
    return Object.fromEntries([...others, [member, withMember(child, rest, value)]]);
  }
  return Object.fromEntries(value === undefined ? others : [...others, [member, value]]);
}
