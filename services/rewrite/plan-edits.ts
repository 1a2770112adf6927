// One document and what it should become → the smallest edits of its text.
//
// The tree is walked along what changed: values that the two sides share are never looked at. Entries are added where
// they belong, scalars replaced in place. Whatever does not fit (a member that goes away, a list in another order) is
// written anew as a whole, and so is everything deeper than `depth`: that is how the caller asks for coarser edits.

import { isAlias, isMap, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import { isSameJson } from '../decisions/patch.js';
import type { Value } from '../manifest/aliases.js';
import type { ManifestDocument } from '../manifest/read-document.js';
import { type Collection, type FlowStyle, findBlockSlot, findFlowSlot, type Slot } from '../manifest/slots.js';
import { isJsonObject } from '../pod/json-value.js';
import { alignLists } from './align-lists.js';
import { appendBlock, insertBlock, readBlockStyle } from './block-text.js';
import { appendFlow, insertFlow, readFlowStyle } from './flow-text.js';
import { type Rendered, renderFlow, renderFlowPair, renderItem, renderPair } from './render.js';
import { type Change, replaceValue } from './replace-value.js';
import { settleAnchors } from './settle-anchors.js';
import type { TextEdit } from './text-edit.js';
import type { Writing } from './writing.js';

type JsonObject = Readonly<Record<string, unknown>>;

export interface Plan {
  readonly edits: readonly TextEdit[];
  /** How deep the edits reach; 0 is the document as a whole. */
  readonly depth: number;
}

/** Plans the edits that turn `document` into `after`, nothing deeper than `depth`. */
export function planEdits(document: ManifestDocument, after: unknown, depth: number): Plan {
  const { root, value, links, reader, segment, lines } = document;
  const { text } = segment;
  const writing: Writing = {
    text,
    lines,
    eol: /\r?\n/.exec(text)?.[0] ?? '\n',
    style: readBlockStyle(root),
    literals: reader.literals,
  };
  const edits: TextEdit[] = [];
  const aliases: Change[] = [];
  const anchors: Change[] = [];
  let reached = 0;

  function edit(change: Change, level: number): void {
    if (isSameJson(change.before, change.after)) {
      return;
    }
    reached = Math.max(reached, level);
    if (isAlias(change.node)) {
      aliases.push(change);
      return;
    }
    if (change.node && links.uses.has(change.node)) {
      anchors.push(change);
    }
    if (level >= depth || !editInside(change, level + 1)) {
      edits.push(...replaceValue(change, writing));
    }
  }

  // Tells whether it could be done.
  function editInside({ node, slot, before, after }: Change, level: number): boolean {
    if (isMap(node) && isJsonObject(before) && isJsonObject(after) && node.items.length > 0) {
      return editMap({ node: node as YAMLMap.Parsed, slot, before, after }, level);
    }
    if (isSeq(node) && Array.isArray(before) && Array.isArray(after) && node.items.length > 0) {
      return editList({ node: node as YAMLSeq.Parsed, slot, before, after }, level);
    }
    return false;
  }

  interface Inside<Node, Content> {
    readonly node: Node;
    readonly slot: Slot;
    readonly before: Content;
    readonly after: Content;
  }

  function editMap({ node, slot, before, after }: Inside<YAMLMap.Parsed, JsonObject>, level: number): boolean {
    const members = reader.listMembers(node);
    const changed = Object.keys(after).filter((key) => !Object.hasOwn(before, key) || before[key] !== after[key]);
    if (
      Object.keys(before).some((key) => !Object.hasOwn(after, key)) ||
      changed.some((key) => members.get(key)?.hides)
    ) {
      return false;
    }
    const inside = createSlots(node, slot);
    const added: [string, Rendered][] = [];
    for (const key of changed) {
      const pair = members.get(key)?.pair;
      if (pair) {
        const child = { node: pair.value, slot: inside.at(node.items.indexOf(pair)) };
        edit({ ...child, before: before[key], after: after[key] }, level);
      } else if (!isSameJson(before[key], after[key])) {
        added.push([key, render(after[key], before[key])]);
      }
    }
    if (added.length > 0) {
      edits.push(...inside.append(added));
    }
    return true;
  }

  function editList({ node, slot, before, after }: Inside<YAMLSeq.Parsed, readonly unknown[]>, level: number): boolean {
    const alignment = alignLists(before, after);
    if (!alignment) {
      return false;
    }
    const inside = createSlots(node, slot);
    for (const [from, to] of alignment.pairs) {
      const child = { node: node.items[from] as Value, slot: inside.at(from) };
      edit({ ...child, before: before[from], after: after[to] }, level);
    }
    for (const { index, values } of alignment.insertions) {
      const items = values.map((item) => render(item, undefined));
      edits.push(
        ...(index === before.length ? inside.append(items.map((item) => ['', item])) : inside.insert(index, items)),
      );
    }
    return true;
  }

  function render(after: unknown, before: unknown): Rendered {
    return { value: after, before, literals: reader.literals };
  }

  function createSlots(node: Collection, slot: Slot): Slots {
    const around = slot.kind === 'flow' ? slot.style : undefined;
    return node.flow
      ? createFlowSlots(node, readFlowStyle(node, writing, around), writing)
      : createBlockSlots(node, writing);
  }

  edit({ node: root, slot: { kind: 'root' }, before: value, after }, 0);
  // An alias holds no other edit, so what is written at its end comes ahead of what its parents add there.
  return { edits: [...settleAnchors({ aliases, anchors, links, writing }), ...edits], depth: reached };
}

/** The entries of one collection: where they stand, and how to add others. */
interface Slots {
  readonly at: (index: number) => Slot;
  readonly append: (entries: readonly (readonly [string, Rendered])[]) => readonly TextEdit[];
  readonly insert: (index: number, items: readonly Rendered[]) => readonly TextEdit[];
}

function createBlockSlots(node: Collection, writing: Writing): Slots {
  const { style } = writing;
  return {
    at: (index) => findBlockSlot(node, index),
    append: (entries) => {
      const lines = entries.flatMap(([key, item]) =>
        isMap(node) ? renderPair(key, item, style) : renderItem(item, style),
      );
      return [appendBlock(node, lines, writing)];
    },
    insert: (index, items) => {
      const lines = items.flatMap((item) => renderItem(item, style));
      return [insertBlock(node as YAMLSeq.Parsed, index, lines, writing)];
    },
  };
}

function createFlowSlots(node: Collection, style: FlowStyle, writing: Writing): Slots {
  const indent = writing.lines.indentOf(node.range[0]) + (style.unit ?? '');
  const write = (item: Rendered): string => renderFlow(item, indent, style);
  return {
    at: (index) => findFlowSlot(node, index, style),
    append: (entries) => {
      const texts = entries.map(([key, item]) => (isMap(node) ? renderFlowPair(key, write(item), style) : write(item)));
      return appendFlow(node, texts, style, writing);
    },
    insert: (index, items) => [insertFlow(node, index, items.map(write), { style, lines: writing.lines })],
  };
}
