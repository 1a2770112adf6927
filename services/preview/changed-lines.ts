// The lines of a document that its edits change, and whose changes they are.
//
// Where the edits are is known, so only the lines around them are compared: the size of a document does not matter.

import { diffArrays } from 'diff';
import type { ChangedLines__Output } from '../../proto/gen/podmutator/v1/ChangedLines.js';
import { type AttributedOperation, attributeLines } from '../../runtime/text/attribute-lines.js';
import type { ManifestDocument } from '../manifest/read-document.js';
import type { Rewrite } from '../rewrite/rewrite.js';
import { applyEdits, type TextEdit } from '../rewrite/text-edit.js';

// The time that a comparison takes grows with the square of this number of lines.
const editLengthMax = 4_000;

/** What is replaced, and what takes its place; lines of the document, counted from 0. */
interface Run {
  readonly oldLine: number;
  readonly oldCount: number;
  readonly newLine: number;
  readonly newCount: number;
}

/** Lists the runs of changed lines, in order. `operations` are all that led to `rewrite`, in their order. */
export function listChangedLines(
  document: ManifestDocument,
  rewrite: Rewrite,
  operations: readonly AttributedOperation[],
): ChangedLines__Output[] {
  const { line } = document.segment;
  const find = createFinder(rewrite.text, operations);
  return listRuns(document, rewrite.edits)
    .flatMap((run) => splitByAuthors(run, find))
    .map(({ mutators, ...run }) => ({
      oldLine: line + run.oldLine,
      oldCount: run.oldCount,
      newLine: line + run.newLine,
      newCount: run.newCount,
      mutators: [...mutators],
    }));
}

function listRuns({ lines, segment }: ManifestDocument, edits: readonly TextEdit[]): readonly Run[] {
  const runs: Run[] = [];
  let shift = 0;
  for (const group of groupByLines(edits, lines.numberOf)) {
    const first = lines.numberOf(group[0]?.start ?? 0);
    const end = lines.at(lines.numberOf(group.at(-1)?.end ?? 0) + 1);
    const start = lines.at(first);
    const before = splitLines(segment.text.slice(start, end));
    const after = splitLines(applyEdits(segment.text, group, start, end));
    runs.push(...compare(before, after, { oldLine: first, newLine: first + shift }));
    shift += after.length - before.length;
  }
  return runs;
}

// Edits on the same line belong together.
function groupByLines(edits: readonly TextEdit[], numberOf: (offset: number) => number): readonly TextEdit[][] {
  const groups: TextEdit[][] = [];
  let last = -1;
  for (const edit of edits) {
    if (numberOf(edit.start) > last) groups.push([]);
    groups.at(-1)?.push(edit);
    last = Math.max(last, numberOf(edit.end));
  }
  return groups;
}

function splitLines(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function compare(
  before: readonly string[],
  after: readonly string[],
  at: { readonly oldLine: number; readonly newLine: number },
): readonly Run[] {
  const parts = diffArrays([...before], [...after], { maxEditLength: editLengthMax });
  if (!parts) {
    return [{ ...at, oldCount: before.length, newCount: after.length }];
  }
  const runs: Run[] = [];
  let { oldLine, newLine } = at;
  let open = { oldCount: 0, newCount: 0 };
  const close = (): void => {
    if (open.oldCount + open.newCount > 0) {
      runs.push({ oldLine: oldLine - open.oldCount, newLine: newLine - open.newCount, ...open });
    }
    open = { oldCount: 0, newCount: 0 };
  };
  for (const { added, removed, count } of parts) {
    if (!added && !removed) close();
    if (!added) oldLine += count;
    if (!removed) newLine += count;
    if (added) open.newCount += count;
    if (removed) open.oldCount += count;
  }
  close();
  return runs;
}

type FindAuthors = (line: number) => readonly string[];

// With one mutator there is nothing to find out.
function createFinder(text: string, operations: readonly AttributedOperation[]): FindAuthors {
  const all = [...new Set(operations.flatMap(({ mutators }) => mutators))];
  if (all.length < 2) {
    return () => all;
  }
  const find = attributeLines(text, operations);
  return (line) => {
    const found = find(line + 1);
    return found.length > 0 ? found : all;
  };
}

// New lines that stand together may have different authors. What was there before goes with the first of them.
function splitByAuthors(run: Run, find: FindAuthors): readonly (Run & { readonly mutators: readonly string[] })[] {
  const parts: (Run & { newCount: number; readonly mutators: readonly string[] })[] = [];
  for (let line = run.newLine; line < run.newLine + run.newCount; line += 1) {
    const mutators = find(line);
    const last = parts.at(-1);
    if (last && last.mutators.join() === mutators.join()) {
      last.newCount += 1;
    } else {
      const old = last ? { oldLine: run.oldLine + run.oldCount, oldCount: 0 } : run;
      parts.push({ ...old, newLine: line, newCount: 1, mutators });
    }
  }
  return parts.length > 0 ? parts : [{ ...run, mutators: find(run.newLine) }];
}
