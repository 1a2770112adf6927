// One case: asked, compared, reported.

import type { PodMutatorApi } from '../../proto/api.js';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import { applyPatch, type Operation } from '../../services/decisions/patch.js';
import { isBroken, readDocument } from '../../services/manifest/read-document.js';
import { pointer } from '../../services/pod/json-pointer.js';
import { rewriteDocument } from '../../services/rewrite/rewrite.js';
import { BadInputError, isInputRejected } from '../flags/command.js';
import { type Answer, checkResult, type Difference } from './check-result.js';
import { checkSnapshot, type SnapshotMode } from './check-snapshot.js';
import { prepareCase, type Question } from './prepare-case.js';
import type { Suite } from './read-suite.js';
import type { CaseReport } from './report.js';
import type { Expect } from './schema.js';

export interface Surroundings {
  readonly api: PodMutatorApi;
  readonly mode: SnapshotMode;
}

/**
 * Runs the case at `index` of the file. What is wrong with the case alone is part of its report.
 * @throws PodMutatorError if the service gives no answer
 */
export async function runCase(suite: Suite, index: number, surroundings: Surroundings): Promise<CaseReport> {
  const { findLine, value } = suite.yaml;
  const testCase = value.cases[index];
  if (!testCase) {
    throw new RangeError(`no case ${index} in ${suite.file}`);
  }
  const about = { name: testCase.name, object: testCase.object, line: findLine(['cases', index]) };
  try {
    const { differences, written } = await evaluateCase(suite, index, surroundings);
    const failures = differences.map(({ path, expected, found }) => ({
      about: formatPath(path),
      line: findLine(['cases', index, 'expect', ...path]),
      expected,
      found,
    }));
    return { ...about, failures, ...(written !== undefined && { written }) };
  } catch (error) {
    if (!isFaultOfCase(error)) {
      throw error;
    }
    return { ...about, failures: [], error: error.message };
  }
}

async function evaluateCase(suite: Suite, index: number, { api, mode }: Surroundings) {
  const testCase = suite.yaml.value.cases[index] as NonNullable<Suite['yaml']['value']['cases'][number]>;
  const { expect } = testCase;
  const question = prepareCase(suite, testCase);
  const { results } = await api.preview(question.request);
  const result = results[question.index];
  if (!result) {
    throw new BadInputError(`expected a result for ${testCase.object}, found ${results.length} results`);
  }
  const { answer, text } = readAnswer(question, result);
  const differences = checkResult(expect, answer);
  const snapshot = await compareSnapshot(suite, expect, { result, text, mode });
  return { differences: [...differences, ...snapshot.differences], written: snapshot.written };
}

// The patch is applied here, so that an answer from afar is held to what it says.
function readAnswer(
  { request, path }: Question,
  result: PreviewResult__Output,
): { readonly answer: Answer; readonly text: string } {
  const document = readDocument({ text: request.manifest, line: 1 }, 0);
  if (!document || isBroken(document)) {
    return { answer: { result, operations: [], after: undefined }, text: request.manifest };
  }
  const operations = (result.jsonPatch === '' ? [] : JSON.parse(result.jsonPatch)) as readonly Operation[];
  const root = applyPatch(document.value, operations);
  const start = pointer(...path);
  return {
    answer: {
      result,
      operations: operations.map((operation) => ({ ...operation, path: operation.path.slice(start.length) })),
      after: path.reduce((value, member) => (value as Readonly<Record<string, unknown>>)[member], root),
    },
    text: rewriteDocument(document, root).text,
  };
}

interface Compared {
  readonly result: PreviewResult__Output;
  readonly text: string;
  readonly mode: SnapshotMode;
}

async function compareSnapshot(
  { locate }: Suite,
  { snapshot }: Expect,
  { result, text, mode }: Compared,
): Promise<{ readonly differences: readonly Difference[]; readonly written?: string }> {
  if (snapshot === undefined) {
    return { differences: [] };
  }
  const path = ['snapshot'];
  if (result.error) {
    return { differences: [{ path, expected: 'an object', found: `error: ${result.error.message}` }] };
  }
  const found = text.replace(/^---[ \t]*\n/, '');
  const outcome = await checkSnapshot(locate(snapshot), found, mode);
  if (outcome.kind === 'differs') {
    return { differences: [{ path, expected: outcome.expected, found }] };
  }
  return outcome.kind === 'written' ? { differences: [], written: snapshot } : { differences: [] };
}

function isFaultOfCase(error: unknown): error is Error {
  return error instanceof BadInputError || isInputRejected(error);
}

function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((member, index) => (typeof member === 'number' ? `[${member}]` : `${index > 0 ? '.' : ''}${member}`))
    .join('');
}
