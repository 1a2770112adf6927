// A unified diff, read back: each of its lines with the lines of the two texts that it stands for.

export interface DiffLine {
  readonly text: string;
  readonly kind: 'head' | 'hunk' | 'context' | 'added' | 'removed';
  /** Of the new text, counted from 1 as the diff counts; for a removed line, where it would have been. */
  readonly number: number;
  /** Of the old text; for an added line, ahead of which it stands. */
  readonly oldNumber: number;
}

const kinds: Readonly<Record<string, DiffLine['kind']>> = { '+': 'added', '-': 'removed', ' ': 'context' };

/** Reads a diff of one file. */
export function readDiff(diff: string): readonly DiffLine[] {
  let number = 0;
  let oldNumber = 0;
  let isBody = false;
  const lines = diff.split('\n');
  return (lines.at(-1) === '' ? lines.slice(0, -1) : lines).map((text) => {
    const [, oldStart, start] = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(text) ?? [];
    if (start !== undefined) {
      isBody = true;
      number = Number(start);
      oldNumber = Number(oldStart);
      return { text, kind: 'hunk', number, oldNumber };
    }
    const kind = isBody ? (kinds[text[0] ?? ''] ?? 'context') : 'head';
    const line: DiffLine = { text, kind, number, oldNumber };
    // "\\ No newline at end of file" is about the line ahead of it.
    const isLine = isBody && !text.startsWith('\\');
    if (isLine && kind !== 'removed') number += 1;
    if (isLine && kind !== 'added') oldNumber += 1;
    return line;
  });
}

/**
 * Makes the changes of a diff in the text that begins at `firstLine`, as the diff counts.
 * @returns undefined if the diff is one of another text
 */
export function applyDiff(text: string, firstLine: number, lines: readonly DiffLine[]): string | undefined {
  const rest = text.split('\n');
  const result: string[] = [];
  for (const { kind, text: line, number } of lines) {
    if (kind === 'hunk') {
      result.push(...rest.splice(0, number - firstLine - result.length));
    } else if (kind === 'added') {
      result.push(line.slice(1));
    } else if (kind !== 'head' && !line.startsWith('\\')) {
      if (rest[0] !== line.slice(1)) return undefined;
      result.push(...rest.splice(0, 1).slice(kind === 'context' ? 0 : 1));
    }
  }
  return [...result, ...rest].join('\n');
}
