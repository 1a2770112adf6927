// Insertions into block mappings and lists, each at the end of a line, so that no other line changes.

import { isCollection, isMap, isSeq, visit, type YAMLSeq } from 'yaml';
import type { Value } from '../manifest/aliases.js';
import type { LineIndex } from '../manifest/line-index.js';
import { type Collection, findBlockSlot, findContentEnd, findIndicatorEnd, readColumn } from '../manifest/slots.js';
import type { BlockStyle } from './render.js';
import type { TextEdit } from './text-edit.js';
import type { Writing } from './writing.js';

/** Reads how block text is indented in a document, from the first places that show it. */
export function readBlockStyle(root: Value): BlockStyle {
  let unit: number | undefined;
  let dash: number | undefined;
  visit(root, {
    Pair(_, { value }, path) {
      const parent = path.at(-1);
      if (isMap(parent) && !parent.flow && isCollection(value) && !value.flow) {
        const depth = readColumn(value as Collection) - readColumn(parent as Collection);
        if (isMap(value)) unit ??= depth;
        if (isSeq(value)) dash ??= depth;
      }
      return unit !== undefined && dash !== undefined ? visit.BREAK : undefined;
    },
  });
  return { unit: unit !== undefined && unit > 0 ? unit : 2, dash: dash !== undefined && dash >= 0 ? dash : 0 };
}

/** Puts lines behind the last entry. */
export function appendBlock(node: Collection, lines: readonly string[], writing: Writing): TextEdit {
  const start = writing.lines.endOf(findContentEnd(node, []));
  return { start, end: start, text: indentLines(lines, readColumn(node), writing.eol) };
}

/** Puts lines ahead of the entry at `index` of a list. */
export function insertBlock(node: YAMLSeq.Parsed, index: number, lines: readonly string[], source: Writing): TextEdit {
  const { text, eol } = source;
  if (index > 0) {
    const slot = findBlockSlot(node, index - 1);
    const end = findContentEnd(node.items[index - 1] as Value, slot.kind === 'root' ? [] : slot.tokens);
    const start = source.lines.endOf(end);
    return { start, end: start, text: indentLines(lines, readColumn(node), eol) };
  }
  const slot = findBlockSlot(node, 0);
  const dash = slot.kind === 'root' ? node.range[0] : findIndicatorEnd(slot.tokens) - 1;
  const lineStart = source.lines.startOf(dash);
  const indent = ' '.repeat(readColumn(node));
  if (text.slice(lineStart, dash).trim() !== '') {
    // A list that begins on the line of the dash around it.
    return { start: dash, end: dash, text: `${lines.join(eol + indent)}${eol}${indent}` };
  }
  const start = skipCommentsUp(text, source.lines, lineStart);
  return { start, end: start, text: lines.map((line) => indent + line + eol).join('') };
}

/** Lines as they follow the end of a line. */
export function indentLines(lines: readonly string[], indent: number, eol: string): string {
  return lines.map((line) => eol + ' '.repeat(indent) + line).join('');
}

// Comments ahead of an entry belong to it.
function skipCommentsUp(text: string, lines: LineIndex, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const previous = lines.startOf(start - 1);
    if (!/^[ \t]*#/.test(text.slice(previous, start))) {
      break;
    }
    start = previous;
  }
  return start;
}
