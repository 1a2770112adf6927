// What a preview looks for beyond the decisions: reasons to mistrust its silence, and, only if it is asked to, mistakes
// and changes that would lead to another outcome.

import type { Alternative__Output } from '../../proto/gen/podmutator/v1/Alternative.js';
import type { Finding__Output } from '../../proto/gen/podmutator/v1/Finding.js';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import { type Linter, reportInvalid } from '../lint/linter.js';
import type { Reviewed } from '../lint/rules/rule.js';
import { type Entry, isObjectEntry } from '../manifest/list-objects.js';
import { type Assessment, locatePlace } from './evaluate-object.js';
import { findAlternatives } from './find-alternatives.js';
import type { readOutputs } from './outputs.js';

export type LookCloser = (result: PreviewResult__Output, entry: Entry, assessment: Assessment) => PreviewResult__Output;

/** Adds to results what has to be told, and what is asked for. */
export function createCloserLook(outputs: ReturnType<typeof readOutputs>, linter: Linter): LookCloser {
  return (result, entry, { reviewed, problem }) => ({
    ...result,
    warnings:
      problem || !isObjectEntry(entry) ? result.warnings : [...result.warnings, ...linter.warn(entry, reviewed)],
    mutators:
      outputs.has('ALTERNATIVES') && reviewed
        ? result.mutators.map((mutator, index) => ({
            ...mutator,
            alternatives: listAlternatives(reviewed, entry, index),
          }))
        : result.mutators,
    findings: outputs.has('FINDINGS') ? listFindings(linter, entry, { reviewed, problem }) : [],
  });
}

function listAlternatives(reviewed: Reviewed, entry: Entry, index: number): Alternative__Output[] {
  const result = reviewed.evaluation.results[index];
  const found = result ? findAlternatives(reviewed, result) : [];
  return found.map(({ edits, ...rest }) => ({
    ...rest,
    edits: edits.map((edit) => ({ ...edit, place: locatePlace(edit.place, entry, reviewed.source) })),
  }));
}

function listFindings(
  linter: Linter,
  entry: Entry,
  { reviewed, problem }: Pick<Assessment, 'reviewed' | 'problem'>,
): Finding__Output[] {
  if (problem) {
    return [reportInvalid(problem)];
  }
  return isObjectEntry(entry) ? linter.lint(entry, reviewed) : [];
}
