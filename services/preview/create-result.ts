// One object and what was decided about it → its result, with as much of it as was asked for.

import type { PreviewOperation__Output } from '../../proto/gen/podmutator/v1/PreviewOperation.js';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import { type Entry, isObjectEntry, type ManifestObject } from '../manifest/list-objects.js';
import { findLines } from '../manifest/locate.js';
import type { ManifestDocument } from '../manifest/read-document.js';
import { createDiff } from '../rewrite/create-diff.js';
import type { Rewrite } from '../rewrite/rewrite.js';
import type { Assessment, Surroundings } from './evaluate-object.js';
import type { LookCloser } from './look-closer.js';
import type { readOutputs } from './outputs.js';

/** An object, and what was decided about it. */
export interface Assessed {
  readonly entry: Entry;
  readonly assessment: Assessment;
}

/** What holds for all documents of a preview. */
export interface Inquiry extends Surroundings {
  readonly outputs: ReturnType<typeof readOutputs>;
  /** Whether the caller may be older than documents, and look for the text among the results. */
  readonly isUsual: boolean;
  /** The name of the text in differences; empty: that of the object. */
  readonly textName: string;
  readonly lookCloser: LookCloser;
}

/** A rewritten document, and the object whose result carries its text. */
export interface Rewritten extends Rewrite {
  readonly carrier: Entry;
  readonly document: ManifestDocument;
}

/** Creates the result; what a closer look finds is added later. */
export function createResult(
  { entry, assessment }: Assessed,
  rewrite: Rewritten | undefined,
  inquiry: Inquiry,
): PreviewResult__Output {
  const { namespace, verdict, mutators, warnings, error, problem, impact, incomplete, templatePath, basis } =
    assessment;
  const { apiVersion, kind, name } = entry.identity;
  return {
    apiVersion,
    kind,
    namespace,
    name,
    document: isObjectEntry(entry) ? entry.document.index : entry.document,
    line: entry.line,
    verdict,
    mutators: [...mutators],
    ...(isObjectEntry(entry) && assessment.operations.length > 0
      ? describeChanges(entry, assessment, { rewrite, inquiry })
      : nothing),
    warnings: [...warnings],
    error,
    impact: inquiry.outputs.has('IMPACT') ? impact : null,
    findings: [],
    incomplete,
    problem,
    templatePath,
    basis,
  };
}

type Changes = Pick<PreviewResult__Output, 'operations' | 'jsonPatch' | 'patchedManifest' | 'diff'>;

const nothing: Changes = { operations: [], jsonPatch: '', patchedManifest: '', diff: '' };

function describeChanges(
  object: ManifestObject,
  assessment: Assessment,
  { rewrite, inquiry }: { readonly rewrite: Rewritten | undefined; readonly inquiry: Inquiry },
): Changes {
  const { outputs, isUsual, textName } = inquiry;
  const patch = assessment.operations.map(({ operation }) => operation);
  return {
    operations: outputs.has('OPERATIONS') ? describeOperations(object, assessment) : [],
    jsonPatch: outputs.has('JSON_PATCH') ? JSON.stringify(patch) : '',
    patchedManifest: isUsual && rewrite?.carrier === object ? rewrite.text : '',
    diff: rewrite && outputs.has('DIFF') ? createDiff(object, patch, { ...rewrite, textName }) : '',
  };
}

function describeOperations(
  { document, path }: ManifestObject,
  { operations }: Assessment,
): PreviewOperation__Output[] {
  const lines = findLines(
    document,
    path,
    operations.map(({ operation }) => operation),
  );
  return operations.map(({ operation, podPath, mutators }, index) => ({
    op: operation.op,
    path: operation.path,
    podPath,
    valueJson: operation.op === 'remove' ? '' : JSON.stringify(operation.value),
    line: lines[index] ?? 0,
    mutators: [...mutators],
  }));
}
