// The changes of an object as people look at them first: its diff, in which every changed line says who changes it, and
// for which reason. `podmutator preview -o diff` prints it, and POST /v1/preview answers with it.

import { type DiffLine, readDiff } from '../runtime/text/diff-lines.js';
import type { ChangedLines__Output } from './gen/podmutator/v1/ChangedLines.js';
import { nameObject, type PreviewedObject } from './preview-v1.js';

// Most lines and their tags fit into 80 columns then. Behind longer lines the tag stands where it can.
const tagColumnMax = 44;

export type PaintDiff = (text: string, kind: DiffLine['kind'] | 'tag') => string;

/** Writes the diff, or why there is none; empty if nothing changes. `changed` are the lines of its document that do. */
export function writeDiff(
  object: PreviewedObject,
  changed: readonly ChangedLines__Output[],
  paint: PaintDiff = (text) => text,
): string {
  const { error, namespace, place } = object;
  if (error) {
    const where = [error.file, error.line, error.column].filter(Boolean).join(':');
    return `${paint(`# ${nameObject(object)} (${where}): not evaluated: ${error.message}`, 'head')}\n`;
  }
  if (object.diff === '') {
    return '';
  }
  const lines = readDiff(object.diff);
  const tags = tagLines(object, changed, lines);
  const longest = lines.reduce((most, line) => (isChange(line) ? Math.max(most, line.text.trimEnd().length) : most), 0);
  const column = Math.min(tagColumnMax, longest) + 2;
  const title = `# ${nameObject(object)}${namespace && ` in ${namespace}`} (${place.file}:${place.line})`;
  const body = lines.map((one, index) => {
    const tag = tags[index];
    return tag === undefined
      ? paint(one.text, one.kind)
      : `${paint(`${one.text.trimEnd().padEnd(column - 2)}  `, one.kind)}${paint(`# ${tag}`, 'tag')}`;
  });
  return `${[paint(title, 'head'), ...body].join('\n')}\n`;
}

function isChange({ kind }: DiffLine): boolean {
  return kind === 'added' || kind === 'removed';
}

/** For each changed line of the diff the mutators and their reasons; undefined for all others. */
function tagLines(
  { mutators }: PreviewedObject,
  changed: readonly ChangedLines__Output[],
  lines: readonly DiffLine[],
): readonly (string | undefined)[] {
  const all = mutators.filter(({ outcome }) => outcome === 'mutated').map(({ mutator }) => mutator);
  const tags: (string | undefined)[] = [];
  for (const block of cutBlocks(lines)) {
    const authors = listAuthors(block, changed);
    let added = 0;
    for (const { kind } of block) {
      // What is removed was replaced by what follows.
      const names = authors[kind === 'added' ? added++ : 0] ?? all;
      tags.push(kind === 'added' || kind === 'removed' ? describe(mutators, names) : undefined);
    }
  }
  return tags;
}

// Changed lines that stand together, and each of the others alone.
function cutBlocks(lines: readonly DiffLine[]): readonly DiffLine[][] {
  const blocks: DiffLine[][] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const isOfBlock = isChange(line) || line.text.startsWith('\\');
    if (last?.[0] && isChange(last[0]) && isOfBlock) last.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

// The authors of the lines that a block adds, or of what it removes. An object of a List is shown as if it changed alone, so
// lines count as they did before: there they are the same for all objects of a document.
function listAuthors(
  block: readonly DiffLine[],
  changed: readonly ChangedLines__Output[],
): readonly (readonly string[])[] {
  const first = block[0]?.oldNumber ?? 0;
  const end = first + block.filter(({ kind }) => kind === 'removed').length;
  const runs: ChangedLines__Output[] = [];
  for (let index = findRun(changed, first); index < changed.length; index += 1) {
    const run = changed[index] as ChangedLines__Output;
    if (run.oldLine + run.oldCount > end) break;
    runs.push(run);
  }
  return runs.flatMap(({ newCount, mutators }) => Array<readonly string[]>(Math.max(1, newCount)).fill(mutators));
}

// The first run at the line or behind it: runs are in order, and a List may have ten thousands of them.
function findRun(changed: readonly ChangedLines__Output[], line: number): number {
  let low = 0;
  let high = changed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changed[middle]?.oldLine ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function describe(mutators: PreviewedObject['mutators'], names: readonly string[]): string {
  return mutators
    .filter(({ mutator }) => names.includes(mutator))
    .map(({ mutator, reason }) => `${mutator} ${reason}`)
    .join(', ');
}
