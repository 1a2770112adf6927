// What the mutators did, in the words of the contract. MutatePod and Preview explain with the same functions.

import type { Evidence__Output } from '../proto/gen/podmutator/v1/Evidence.js';
import type { MutatorResult__Output } from '../proto/gen/podmutator/v1/MutatorResult.js';
import type { Outcome__Output } from '../proto/gen/podmutator/v1/Outcome.js';
import type { Warning__Output } from '../proto/gen/podmutator/v1/Warning.js';
import type { Evidence } from './mutator.js';
import { attributeOperations, type Evaluation, type MutatorResult } from './pipeline.js';

const foundCharactersMax = 256;

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
    flips: [],
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
    flips: [],
  }));
}

/** The warnings of all mutators. */
export function listWarnings({ warnings }: Evaluation): Warning__Output[] {
  return warnings.map(({ mutator, code, message, path }) => ({
    mutator,
    code,
    message: message.toWellFormed(),
    path: path.toWellFormed(),
  }));
}

// Values come from the caller's text. Half a surrogate pair in them would make the whole message unreadable for
// receivers that validate UTF-8.
function toEvidence({ path, found, wanted }: Evidence): Evidence__Output {
  const cut = found.length > foundCharactersMax ? `${found.slice(0, foundCharactersMax - 1)}…` : found;
  return { path: path.toWellFormed(), found: cut.toWellFormed(), wanted: wanted.toWellFormed() };
}
