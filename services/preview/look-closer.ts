// What a preview looks for beyond the decisions: reasons to mistrust its silence, and, only if it is asked to, mistakes
// and changes that would turn a decision.

import type { Finding__Output } from '../../proto/gen/podmutator/v1/Finding.js';
import type { Flip__Output } from '../../proto/gen/podmutator/v1/Flip.js';
import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import { findFlips } from '../flips/find-flips.js';
import { type Linter, reportInvalid } from '../lint/linter.js';
import type { Assessment } from './evaluate-object.js';
import { type Entry, isObjectEntry } from './list-objects.js';
import type { Reviewed } from './reviewed.js';

export type LookCloser = (result: PreviewResult__Output, entry: Entry, assessment: Assessment) => PreviewResult__Output;

/** Adds to results what has to be told, and what the request asks for. */
export function createCloserLook({ lint, flips }: PreviewRequest__Output, linter: Linter): LookCloser {
  return (result, entry, { reviewed, error }) => ({
    ...result,
    warnings: error || !isObjectEntry(entry) ? result.warnings : [...result.warnings, ...linter.warn(entry, reviewed)],
    mutators:
      flips && reviewed
        ? result.mutators.map((mutator, index) => ({ ...mutator, flips: listFlips(reviewed, index) }))
        : result.mutators,
    findings: lint ? listFindings(linter, entry, { reviewed, error }) : [],
  });
}

function listFlips(reviewed: Reviewed, index: number): Flip__Output[] {
  const result = reviewed.evaluation.results[index];
  return result ? findFlips(reviewed, result) : [];
}

function listFindings(
  linter: Linter,
  entry: Entry,
  { reviewed, error }: Pick<Assessment, 'reviewed' | 'error'>,
): Finding__Output[] {
  if (error) {
    return [reportInvalid(error.message, entry.line)];
  }
  return isObjectEntry(entry) ? linter.lint(entry, reviewed) : [];
}
