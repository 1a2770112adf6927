// The proof of a rewritten document need not read what was not written.
//
// Reading the result again costs as much as reading the document did, and nearly all of it is as it was. So whole
// lines of it are left out, with a number in their place: values of block mappings, and runs of entries of block
// lists, that no edit touches. If what is left reads as expected, the number in its place, then the whole does:
// - In block style, how a value is read depends on its own text and on the column of what is around it. That the
//   number was read there shows that the reader expects a value there, as it did when it read the text left out.
// - What follows can only go on with the value, instead of ending it, from a column as deep as the value's. The number
//   would then go on as well, and be a number no more.
// - White space and comments behind the value are not touched either: a text block may count its empty lines.
// - Aliases tie distant places together. Documents with aliases are read in whole, and so are mappings with keys that
//   come from elsewhere or twice.

import { isMap, isSeq, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Value } from '../manifest/aliases.js';
import type { ManifestDocument } from '../manifest/read-document.js';
import type { Reader } from '../manifest/read-value.js';
import { findBlockSlot, findContentEnd, findIndicatorEnd, isAbsent } from '../manifest/slots.js';
import { isJsonObject } from '../pod/json-value.js';
import { alignLists } from './align-lists.js';
import { sortEdits, type TextEdit } from './text-edit.js';

interface Shortened {
  /** The edits, and those that leave out the rest. */
  readonly edits: readonly TextEdit[];
  /** What the edited text then has to hold. */
  readonly expected: unknown;
}

type JsonObject = Readonly<Record<string, unknown>>;

const standIn = 0;

/**
 * Leaves out of `document`, and of `after` which it shall hold, what `edits` (sorted) do not touch. `after` shares with
 * the value of the document what did not change. Returns undefined if nothing can be left out.
 */
export function leaveOut(
  document: ManifestDocument,
  after: unknown,
  edits: readonly TextEdit[],
): Shortened | undefined {
  const { root, value, links, lines } = document;
  if (links.targets.size > 0 || edits.some(({ text }) => text.includes('*'))) {
    return undefined;
  }
  const left: TextEdit[] = [];
  const canGo: Scope['canGo'] = (node, indicator): node is ParsedNode => {
    const start = lines.startOf(indicator);
    const next = edits[countAhead(edits, start)];
    return !isAbsent(node) && (next === undefined || next.start > (node?.range[2] ?? 0));
  };
  const expected = shorten({ node: root, before: value, wanted: after }, { left, canGo, reader: document.reader });
  const all = left.length > 0 ? sortEdits([...edits, ...left]) : undefined;
  return all && { edits: all, expected };
}

// How many of the sorted edits end ahead of an offset.
function countAhead(edits: readonly TextEdit[], offset: number): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edits[middle]?.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Scope {
  readonly left: TextEdit[];
  /** Whether no edit touches the node, nor the line of its key or dash: an anchor or a tag would stand there. */
  readonly canGo: (node: Value, indicator: number) => node is ParsedNode;
  readonly reader: Reader;
}

/** A value, and what it was and shall be. */
interface Part<Node = Value, Content = unknown> {
  readonly node: Node;
  readonly before: Content;
  readonly wanted: Content;
}

function shorten({ node, before, wanted }: Part, scope: Scope): unknown {
  if (isMap(node) && !node.flow && isJsonObject(before) && isJsonObject(wanted)) {
    return shortenMap({ node: node as YAMLMap.Parsed, before, wanted }, scope);
  }
  if (isSeq(node) && !node.flow && Array.isArray(before) && Array.isArray(wanted)) {
    return shortenList({ node: node as YAMLSeq.Parsed, before, wanted }, scope);
  }
  return wanted;
}

function shortenMap({ node: map, before, wanted }: Part<YAMLMap.Parsed, JsonObject>, scope: Scope): unknown {
  const members = [...scope.reader.listMembers(map)];
  if (members.length !== map.items.length || members.some(([, { pair }]) => !pair)) {
    return wanted;
  }
  const result: Record<string, unknown> = { ...wanted };
  for (const [key, { value: node, pair }] of members) {
    if (key === '__proto__' || !Object.hasOwn(wanted, key)) continue;
    const isBlock = isMap(node) && !node.flow;
    if (isBlock && before[key] === wanted[key] && scope.canGo(node as Value, pair?.key.range[0] ?? 0)) {
      scope.left.push(replace(node as ParsedNode));
      result[key] = standIn;
    } else {
      result[key] = shorten({ node, before: before[key], wanted: wanted[key] }, scope);
    }
  }
  return result;
}

function shortenList(part: Part<YAMLSeq.Parsed, readonly unknown[]>, scope: Scope): unknown {
  const { node: list, before, wanted } = part;
  const alignment = alignLists(before, wanted);
  if (!alignment) {
    return wanted;
  }
  const origins = new Map(alignment.pairs.map(([from, to]) => [to, from]));
  const result: unknown[] = [];
  let isRun = false;
  for (const [index, entry] of wanted.entries()) {
    const from = origins.get(index) ?? -1;
    const node = readItem(list, from);
    const goes = before[from] === entry && scope.canGo(node, findDash(list, from));
    if (goes) scope.left.push(replace(node, isRun ? scope.left.pop()?.start : undefined));
    if (!goes || !isRun) result.push(goes ? standIn : shorten({ node, before: before[from], wanted: entry }, scope));
    isRun = goes;
  }
  return result;
}

function readItem(list: YAMLSeq.Parsed, index: number): Value {
  return (list.items[index] ?? null) as Value;
}

function findDash(list: YAMLSeq.Parsed, index: number): number {
  const slot = findBlockSlot(list, index);
  return slot.kind === 'root' ? 0 : findIndicatorEnd(slot.tokens) - 1;
}

function replace(node: ParsedNode, start = node.range[0]): TextEdit {
  return { start, end: findContentEnd(node, []), text: String(standIn) };
}
