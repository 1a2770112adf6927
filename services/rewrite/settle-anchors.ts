// Changes of anchored values, without changing what other users of the anchor get.
//
// If all users of an anchor change alike, the anchored value is edited and the aliases follow by themselves. If not,
// the anchored value gives up its anchor, each changed alias is written out, and the first alias that must stay as it
// is takes over the anchor, so that the others need no edit.

import { isSameJson } from '../decisions/patch.js';
import type { AliasLinks, AliasUse, Value } from '../manifest/aliases.js';
import { type Collection, findBlockSlot, findFlowSlot, findToken, type Slot } from '../manifest/slots.js';
import { readFlowStyle } from './flow-text.js';
import { type Change, replaceValue } from './replace-value.js';
import type { TextEdit } from './text-edit.js';
import type { Writing } from './writing.js';

interface Changes {
  /** Aliases whose value changes. */
  readonly aliases: readonly Change[];
  /** Values with an anchor in use that change; their own edits are planned already. */
  readonly anchors: readonly Change[];
  readonly links: AliasLinks;
  readonly writing: Writing;
}

/** Plans the edits of aliases and anchors. */
export function settleAnchors({ aliases, anchors, links, writing }: Changes): readonly TextEdit[] {
  const changed = new Map<Value, Change>(aliases.map((change) => [change.node, change]));
  const edits: TextEdit[] = [];
  for (const anchor of anchors) {
    const uses = (anchor.node && links.uses.get(anchor.node)) ?? [];
    if (uses.every(({ alias }) => isSameJson(changed.get(alias)?.after, anchor.after) && changed.has(alias))) {
      for (const { alias } of uses) changed.delete(alias);
      continue;
    }
    edits.push(...dropAnchor(anchor, writing));
    const heir = uses.find(({ alias }) => !changed.has(alias));
    if (heir) {
      const { before } = anchor;
      const slot = findSlot(heir, writing);
      edits.push(...replaceValue({ node: heir.alias, slot, before, after: before }, writing, heir.alias.source));
    }
  }
  return [...edits, ...[...changed.values()].flatMap((change) => replaceValue(change, writing))];
}

function findSlot({ parent, index }: AliasUse, writing: Writing): Slot {
  if (!parent) {
    return { kind: 'root' };
  }
  const collection: Collection = parent;
  return collection.flow
    ? findFlowSlot(collection, index, readFlowStyle(collection, writing, undefined))
    : findBlockSlot(collection, index);
}

function dropAnchor({ slot }: Change, { text }: Writing): readonly TextEdit[] {
  const token = findToken(slot, 'anchor');
  if (!token) {
    return [];
  }
  const end = token.offset + token.source.length;
  // With one of the spaces around it.
  const isFollowed = text[end] === ' ';
  const start = !isFollowed && text[token.offset - 1] === ' ' ? token.offset - 1 : token.offset;
  return [{ start, end: isFollowed ? end + 1 : end, text: '' }];
}
