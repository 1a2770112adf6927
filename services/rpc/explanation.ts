// What the mutators did, in the words of the contract. MutatePod and Preview explain with the same functions.

import type { Evidence__Output } from '../../proto/gen/podmutator/v1/Evidence.js';
import type { MutatorResult__Output } from '../../proto/gen/podmutator/v1/MutatorResult.js';
import type { Outcome__Output } from '../../proto/gen/podmutator/v1/Outcome.js';
import type { Place__Output } from '../../proto/gen/podmutator/v1/Place.js';
import type { PlaceRoot__Output } from '../../proto/gen/podmutator/v1/PlaceRoot.js';
import type { Warning__Output } from '../../proto/gen/podmutator/v1/Warning.js';
import { shortenText } from '../../runtime/text/shorten-text.js';
import type { Evidence } from '../decisions/mutator.js';
import { attributeOperations, type Evaluation, type MutatorResult } from '../decisions/pipeline.js';
import { followPointer } from '../pod/follow-pointer.js';

/** The way back, for metrics. */
export const outcomeNames: Readonly<Partial<Record<Outcome__Output, MutatorResult['outcome']>>> = {
  OUTCOME_MUTATED: 'mutated',
  OUTCOME_UNCHANGED: 'unchanged',
  OUTCOME_SKIPPED: 'skipped',
  OUTCOME_UNKNOWN: 'unknown',
};

const foundCharactersMax = 256;

/** Longer than any pointer to something valid: a key has at most 317 characters. */
const pathCharactersMax = 1024;

/** The outcomes in the words of the contract. */
export const outcomes: Readonly<Record<MutatorResult['outcome'], Outcome__Output>> = {
  mutated: 'OUTCOME_MUTATED',
  unchanged: 'OUTCOME_UNCHANGED',
  skipped: 'OUTCOME_SKIPPED',
  unknown: 'OUTCOME_UNKNOWN',
};

/** VIEW_BASIC: name, outcome and reason of each mutator. */
export function summarise({ results }: Evaluation): MutatorResult__Output[] {
  return results.map(({ mutator, outcome, reason }) => ({
    mutator,
    outcome: outcomes[outcome],
    reason,
    message: '',
    evidence: [],
    operationIndexes: [],
    alternatives: [],
    expectedOutcome: 'OUTCOME_UNSPECIFIED',
  }));
}

/** VIEW_FULL: messages, evidence and the operations of each mutator as well. */
export function explain(evaluation: Evaluation): MutatorResult__Output[] {
  const indexes = attributeOperations(evaluation);
  return evaluation.results.map(({ mutator, outcome, reason, message, evidence }, position) => ({
    mutator,
    outcome: outcomes[outcome],
    reason,
    message,
    evidence: evidence.map(toEvidence),
    operationIndexes: [...(indexes[position] ?? [])],
    alternatives: [],
    expectedOutcome: 'OUTCOME_UNSPECIFIED',
  }));
}

const roots: Readonly<Record<string, PlaceRoot__Output>> = {
  '': 'PLACE_ROOT_POD',
  namespace: 'PLACE_ROOT_NAMESPACE',
  settings: 'PLACE_ROOT_SETTINGS',
  request: 'PLACE_ROOT_REQUEST',
};

/** The place that the path of evidence or of an edit is the short form of. Lines are for those to add who have a text. */
export function toPlace(path: string): Place__Output {
  const [, name = '', pointer = path] = /^([a-z]+):(.*)$/s.exec(path) ?? [];
  return { root: roots[name] ?? 'PLACE_ROOT_UNSPECIFIED', pointer: pointer.toWellFormed(), line: 0, column: 0 };
}

/** The warnings of all mutators. Each mutator saw the Pod as the ones before it left it; the places are those of the last Pod. */
export function listWarnings({ warnings, results, before, after }: Evaluation): Warning__Output[] {
  return warnings.map(({ mutator, code, message, path }) => {
    const index = results.findIndex((result) => result.mutator === mutator);
    const earlier = results.slice(0, Math.max(0, index));
    const from = earlier.findLast(({ step }) => step)?.step?.after ?? before;
    const pointer = shortenText(followPointer(path, from, after ?? before), pathCharactersMax);
    const root = after ? 'PLACE_ROOT_PATCHED_POD' : 'PLACE_ROOT_POD';
    const place = pointer === '' ? null : ({ root, pointer, line: 0, column: 0 } as const);
    return { mutator, code, message: message.toWellFormed(), path: pointer, place };
  });
}

// Values come from the caller's text. Half a surrogate pair in them would make the whole message unreadable for
// receivers that validate UTF-8.
function toEvidence({ path, found, wanted, wantedValue }: Evidence): Evidence__Output {
  const place = shortenText(path, pathCharactersMax);
  return {
    path: place,
    found: shortenText(found ?? '', foundCharactersMax),
    wanted: wanted.toWellFormed(),
    exists: found !== undefined,
    place: toPlace(place),
    ...(wantedValue !== undefined && { wantedValue: wantedValue.toWellFormed(), _wantedValue: 'wantedValue' as const }),
  };
}
