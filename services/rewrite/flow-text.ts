// Insertions between brackets: one line or many, YAML or JSON, spaced or not, as what is there already.

import { type CST, isMap, isPair, isScalar } from 'yaml';
import type { Value } from '../manifest/aliases.js';
import type { LineIndex } from '../manifest/line-index.js';
import { type Collection, type FlowStyle, findIndicatorEnd, isAbsent } from '../manifest/slots.js';
import type { TextEdit } from './text-edit.js';
import type { Writing } from './writing.js';

/** Reads how a flow collection is written; what it does not show comes from the one around it. */
export function readFlowStyle(node: Collection, writing: Writing, around: FlowStyle | undefined): FlowStyle {
  const { text, eol, lines } = writing;
  const firstKey = isMap(node) ? node.items[0]?.key : undefined;
  const isJson = isScalar(firstKey) ? firstKey.type === 'QUOTE_DOUBLE' : (around?.isJson ?? false);
  const colon = readColon(node, text) ?? around?.colon ?? ': ';
  const comma = readComma(node, text) ?? (isMap(node) ? undefined : around?.comma) ?? (colon === ':' ? ',' : ', ');
  const start = findEntryStart(node, 0);
  const isMultiLine = text.slice(node.range[0], start).includes('\n');
  const unit = lines.indentOf(start).slice(lines.indentOf(node.range[0]).length);
  return { isJson, colon, comma, eol, unit: isMultiLine ? unit || '  ' : undefined };
}

function readColon(node: Collection, text: string): ':' | ': ' | undefined {
  const sep = isMap(node) ? node.items[0]?.srcToken?.sep : undefined;
  const token = sep?.find(({ type }) => type === 'map-value-ind');
  return token && (/\s/.test(text.charAt(token.offset + 1)) ? ': ' : ':');
}

function readComma(node: Collection, text: string): ',' | ', ' | undefined {
  const token = node.items.length > 1 ? findComma(node, 1) : undefined;
  return token && (/\s/.test(text.charAt(token.offset + 1)) ? ', ' : ',');
}

// The comma ahead of the entry at `index`; behind the last entry, a comma with nothing behind it.
function findComma({ srcToken }: Collection, index: number): CST.SourceToken | undefined {
  const items: readonly CST.CollectionItem[] = srcToken?.items ?? [];
  return items[index]?.start.find(({ type }) => type === 'comma');
}

function findEntryStart(node: Collection, index: number): number {
  const item: unknown = node.items[index];
  const start = (isPair(item) ? (item.key as Value) : (item as Value))?.range[0] ?? node.range[1] - 1;
  const items: readonly CST.CollectionItem[] = node.srcToken?.items ?? [];
  const prop = items[index]?.start.find(({ type }) => type === 'anchor' || type === 'tag');
  return prop?.offset ?? start;
}

function findEntryEnd(node: Collection, index: number): number {
  const item: unknown = node.items[index];
  if (!isPair(item)) {
    return (item as Value)?.range[1] ?? node.range[1] - 1;
  }
  const value = item.value as Value;
  const key = (item.key as Value)?.range[1] ?? node.range[0] + 1;
  const end = isAbsent(value)
    ? findIndicatorEnd(isMap(node) ? (node.items[index]?.srcToken?.sep ?? []) : [])
    : value?.range[1];
  return Math.max(key, end ?? key);
}

/** Puts entries behind the last one. */
export function appendFlow(
  node: Collection,
  entries: readonly string[],
  style: FlowStyle,
  { text, lines }: Writing,
): TextEdit[] {
  const last = node.items.length - 1;
  const comma = findComma(node, last + 1);
  const end = comma ? comma.offset + 1 : findEntryEnd(node, last);
  const own = comma ? '' : ',';
  if (style.unit === undefined) {
    const gap = style.comma.slice(1);
    return [{ start: end, end, text: `${own}${gap}${entries.join(style.comma)}` }];
  }
  const separator = style.eol + lines.indentOf(findEntryStart(node, 0));
  const lineEnd = lines.endOf(end);
  const place = /^[ \t]*(?:#.*)?$/.test(text.slice(end, lineEnd)) ? lineEnd : end;
  return [
    { start: end, end, text: own },
    { start: place, end: place, text: separator + entries.join(`,${separator}`) },
  ];
}

/** Puts entries ahead of the one at `index`. */
export function insertFlow(
  node: Collection,
  index: number,
  entries: readonly string[],
  { style, lines }: { readonly style: FlowStyle; readonly lines: LineIndex },
): TextEdit {
  const start = findEntryStart(node, index);
  const separator = style.unit === undefined ? style.comma : `,${style.eol}${lines.indentOf(start)}`;
  return { start, end: start, text: entries.map((entry) => entry + separator).join('') };
}
