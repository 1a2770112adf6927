// Writes one value anew in its place.

import { isCollection } from 'yaml';
import type { Value } from '../manifest/aliases.js';
import { findContentEnd, findIndicatorEnd, findToken, isAbsent, type Slot } from '../manifest/slots.js';
import { indentLines } from './block-text.js';
import { isBlock, type Rendered, renderBlock, renderFlow, renderLeaf } from './render.js';
import type { TextEdit } from './text-edit.js';
import type { Writing } from './writing.js';

/** A value that changes. */
export interface Change {
  readonly node: Value;
  readonly slot: Slot;
  readonly before: unknown;
  readonly after: unknown;
}

/** Replaces the value; its tag goes with it. `anchor`: the name to give it instead of the one it has. */
export function replaceValue(change: Change, writing: Writing, anchor?: string): readonly TextEdit[] {
  const rendered: Rendered = { value: change.after, before: change.before, literals: writing.literals };
  const { slot } = change;
  if (slot.kind === 'root') {
    return replaceRoot(change, rendered, writing);
  }
  const name = anchor ?? findToken(slot, 'anchor')?.source.slice(1);
  const prefix = name === undefined ? '' : `&${name}`;
  return slot.kind === 'flow'
    ? replaceInFlow({ ...change, slot }, rendered, { writing, prefix })
    : replaceInBlock({ ...change, slot }, rendered, { writing, prefix });
}

interface Place<Kind extends Slot['kind']> extends Change {
  readonly slot: Extract<Slot, { kind: Kind }>;
}

interface Manner {
  readonly writing: Writing;
  /** The anchor with its sign, or nothing. */
  readonly prefix: string;
}

function replaceRoot({ node }: Change, rendered: Rendered, writing: Writing): readonly TextEdit[] {
  const isFlow = isCollection(node) && node.flow === true;
  const style = { isJson: true, colon: ': ', comma: ', ', unit: '  ', eol: writing.eol } as const;
  const text = isFlow ? renderFlow(rendered, '', style) : renderBlock(rendered, writing.style).join(writing.eol);
  return [{ start: node?.range[0] ?? 0, end: findContentEnd(node, []), text }];
}

function replaceInFlow(
  { node, slot }: Place<'flow'>,
  rendered: Rendered,
  { writing, prefix }: Manner,
): readonly TextEdit[] {
  const props = slot.tokens.filter(({ type }) => type === 'anchor' || type === 'tag');
  const indicatorEnd = findIndicatorEnd(slot.tokens);
  // Behind a colon with nothing behind it but perhaps a comment.
  const isBare = isAbsent(node) && props.length === 0 && indicatorEnd !== -1;
  const start = isBare ? indicatorEnd : (props[0]?.offset ?? node?.range[0] ?? 0);
  const end = isBare ? start : Math.max(start, node?.range[1] ?? start);
  const text = renderFlow(rendered, writing.lines.indentOf(start), slot.style);
  return [{ start, end, text: joinWords(isBare ? ' ' : '', prefix, text) }];
}

function replaceInBlock(
  { node, slot }: Place<'block'>,
  rendered: Rendered,
  { writing, prefix }: Manner,
): readonly TextEdit[] {
  const start = findIndicatorEnd(slot.tokens);
  const end = Math.max(start, findContentEnd(node, slot.tokens));
  if (!isBlock(rendered.value)) {
    return [{ start, end, text: joinWords(' ', prefix, renderLeaf(rendered)) }];
  }
  const lines = renderBlock(rendered, writing.style);
  if (slot.isItem && prefix === '') {
    const [first = '', ...others] = lines;
    return [{ start, end, text: ` ${first}${indentLines(others, slot.indent + 2, writing.eol)}` }];
  }
  // A comment behind the old value stays on the line of the key.
  const lineEnd = writing.lines.endOf(end);
  const depth = slot.isItem ? 2 : Array.isArray(rendered.value) ? writing.style.dash : writing.style.unit;
  return [
    { start, end, text: prefix === '' ? '' : ` ${prefix}` },
    { start: lineEnd, end: lineEnd, text: indentLines(lines, slot.indent + depth, writing.eol) },
  ];
}

function joinWords(gap: string, prefix: string, text: string): string {
  return gap + (prefix === '' ? text : `${prefix} ${text}`);
}
