// The changed lines of a unified diff as ranges of characters, so that the editor shows the lines that the service has
// changed, and not what it would have found by itself.

import { Change } from '@codemirror/merge';
import type { DiffLine } from '../../runtime/text/diff-lines.js';

interface Texts {
  readonly before: string;
  readonly after: string;
  /** The number that the diff gives to their first line. */
  readonly firstLine: number;
}

/** Lists the ranges, one for each run of changed lines. */
export function listChanges(lines: readonly DiffLine[], { before, after, firstLine }: Texts): readonly Change[] {
  const findStartA = createFinder(before);
  const findStartB = createFinder(after);
  const changes: Change[] = [];
  let added = 0;
  let removed = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const run = lines.slice(index).findIndex(({ kind }) => kind !== 'added' && kind !== 'removed');
    const own = run === -1 ? lines.slice(index) : lines.slice(index, index + run);
    const [first] = own;
    if (!first) continue;
    const lineB = first.number - firstLine;
    const lineA = lineB - added + removed;
    const ownAdded = own.filter(({ kind }) => kind === 'added').length;
    const ownRemoved = own.length - ownAdded;
    changes.push(
      new Change(findStartA(lineA), findStartA(lineA + ownRemoved), findStartB(lineB), findStartB(lineB + ownAdded)),
    );
    added += ownAdded;
    removed += ownRemoved;
    index += own.length;
  }
  return changes;
}

// Where a line begins, counted from 0; behind the last line is the end of the text.
function createFinder(text: string): (line: number) => number {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (line) => starts[line] ?? text.length;
}
