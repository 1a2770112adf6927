// `-o diff`: what a person looks at first. Every changed line says who changes it, and for which reason.

import { attributeLines } from '../../../runtime/text/attribute-lines.js';
import { applyDiff, type DiffLine, readDiff } from '../../../runtime/text/diff-lines.js';
import { nameObject, type PreviewedDocument, type PreviewedObject } from '../../inputs/previewed.js';
import type { Format, FormatContext } from '../format.js';

// Most lines and their tags fit into 80 columns then. Behind longer lines the tag stands where it can.
const tagColumnMax = 44;

export function createDiff({ isColoured }: FormatContext): Format {
  const paint = isColoured ? colour : (text: string): string => text;
  return {
    isApplied: false,
    add: (document) =>
      document.objects
        .map((object) => (object.error ? writeError(object, paint) : writeDiff(object, document, paint)))
        .join(''),
    finish: () => '',
  };
}

type Paint = (text: string, kind: DiffLine['kind'] | 'tag') => string;

const codes = { head: 1, hunk: 36, context: 0, added: 32, removed: 31, tag: 2 } as const;

const colour: Paint = (text, kind) => (kind === 'context' ? text : `\u001b[${codes[kind]}m${text}\u001b[0m`);

function writeError({ error, ...object }: PreviewedObject, paint: Paint): string {
  const where = [error?.file, error?.line, error?.column].filter(Boolean).join(':');
  return `${paint(`# ${nameObject(object)} (${where}): not evaluated: ${error?.message}`, 'head')}\n`;
}

function writeDiff(object: PreviewedObject, document: PreviewedDocument, paint: Paint): string {
  if (object.diff === '') {
    return '';
  }
  const lines = readDiff(object.diff);
  const tags = tagLines(object, document, lines);
  const changed = lines.filter(({ kind }) => kind === 'added' || kind === 'removed');
  const column = Math.min(tagColumnMax, Math.max(...changed.map(({ text }) => text.trimEnd().length))) + 2;
  const { file, line } = object.place;
  const title = paint(
    `# ${nameObject(object)}${object.namespace && ` in ${object.namespace}`} (${file}:${line})`,
    'head',
  );
  const body = lines.map((one, index) => {
    const tag = tags[index];
    return tag === undefined
      ? paint(one.text, one.kind)
      : `${paint(`${one.text.trimEnd().padEnd(column - 2)}  `, one.kind)}${paint(`# ${tag}`, 'tag')}`;
  });
  return `${[title, ...body].join('\n')}\n`;
}

/** For each changed line of the diff the mutators and their reasons; undefined for all others. */
function tagLines(
  object: PreviewedObject,
  document: PreviewedDocument,
  lines: readonly DiffLine[],
): readonly (string | undefined)[] {
  const find = createFinder(object, document, lines);
  return lines.map(({ kind, number }, index) => {
    if (kind !== 'added' && kind !== 'removed') {
      return undefined;
    }
    // What is removed was replaced by what follows.
    const added = kind === 'added' ? number : lines.slice(index).find((line) => line.kind !== 'removed')?.number;
    return describe(object, find(added ?? number));
  });
}

function createFinder(
  { operations, mutators }: PreviewedObject,
  document: PreviewedDocument,
  lines: readonly DiffLine[],
): (line: number) => readonly string[] {
  const all = mutators.filter(({ outcome }) => outcome === 'mutated').map(({ mutator }) => mutator);
  // With one mutator there is nothing to find out. A diff of something else than the text (a List written as one line
  // of JSON) cannot be followed.
  const text = all.length > 1 ? applyDiff(document.before, document.line, lines) : undefined;
  if (text === undefined) {
    return () => all;
  }
  const find = attributeLines(text, operations);
  return (line) => {
    const found = find(line - document.line + 1);
    return found.length > 0 ? found : all;
  };
}

function describe({ mutators }: PreviewedObject, names: readonly string[]): string {
  return mutators
    .filter(({ mutator }) => names.includes(mutator))
    .map(({ mutator, reason }) => `${mutator} ${reason}`)
    .join(', ');
}
