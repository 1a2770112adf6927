// Where in the text a value stands: behind which colon, dash or comma, at which depth.

import { type CST, isAlias, isMap, isScalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Value } from './aliases.js';

export type Collection = YAMLMap.Parsed | YAMLSeq.Parsed;

/** How text inside of brackets looks. */
export interface FlowStyle {
  readonly isJson: boolean;
  readonly colon: ':' | ': ';
  readonly comma: ',' | ', ';
  /** Each entry on a line of its own, this much deeper than the line of the bracket; undefined: all on one line. */
  readonly unit: string | undefined;
  readonly eol: string;
}

/** What stands ahead of a value: the colon or dash, white space, comments, anchor and tag. */
type Tokens = readonly CST.SourceToken[];

export type Slot =
  | { readonly kind: 'root' }
  | {
      readonly kind: 'block';
      readonly isItem: boolean;
      /** The column of the key or the dash, counted from 0. */
      readonly indent: number;
      readonly tokens: Tokens;
    }
  | { readonly kind: 'flow'; readonly isItem: boolean; readonly tokens: Tokens; readonly style: FlowStyle };

/** The slot of the entry at `index` of a block collection. */
export function findBlockSlot(parent: Collection, index: number): Slot {
  const indent = readColumn(parent);
  return { kind: 'block', isItem: !isMap(parent), indent, tokens: listTokens(parent, index) };
}

/** The slot of the entry at `index` of a flow collection. */
export function findFlowSlot(parent: Collection, index: number, style: FlowStyle): Slot {
  return { kind: 'flow', isItem: !isMap(parent), tokens: listTokens(parent, index), style };
}

/** The column in which keys or dashes of a block collection stand, counted from 0. */
export function readColumn({ srcToken }: Collection): number {
  return srcToken && 'indent' in srcToken ? srcToken.indent : 0;
}

function listTokens(parent: Collection, index: number): Tokens {
  if (isMap(parent)) {
    return parent.items[index]?.srcToken?.sep ?? [];
  }
  return parent.srcToken?.items[index]?.start ?? [];
}

/** The end of the colon or dash; -1 if there is none. */
export function findIndicatorEnd(tokens: Tokens): number {
  const token = tokens.findLast(({ type }) => type === 'map-value-ind' || type === 'seq-item-ind');
  return token ? token.offset + token.source.length : -1;
}

export function findToken(slot: Slot, type: 'anchor' | 'tag'): CST.SourceToken | undefined {
  return slot.kind === 'root' ? undefined : slot.tokens.find((token) => token.type === type);
}

/** Whether nothing is written where the value would stand. */
export function isAbsent(value: Value): boolean {
  return value === null || (isScalar(value) && value.range[0] === value.range[1]);
}

/** Where the text of a value ends: behind its last character that is neither white space nor comment. */
export function findContentEnd(value: Value, tokens: Tokens): number {
  if (value === null || isAbsent(value)) {
    const token = tokens.findLast(({ type }) => type !== 'space' && type !== 'newline' && type !== 'comment');
    return token ? token.offset + token.source.length : (value?.range[0] ?? 0);
  }
  if (isAlias(value) || isScalar(value) || value.flow) {
    return value.srcToken?.type === 'block-scalar' ? trimLineBreak(value.range[1], value.srcToken) : value.range[1];
  }
  return findLastEnd(value as Collection);
}

function findLastEnd(collection: Collection): number {
  const index = collection.items.length - 1;
  if (!isMap(collection)) {
    return findContentEnd((collection.items[index] ?? null) as Value, listTokens(collection, index));
  }
  const last = collection.items[index];
  const sep = last?.srcToken?.sep;
  return sep ? findContentEnd(last.value, sep) : (last?.key.range[1] ?? collection.range[1]);
}

// The text of a block scalar includes the break of its last line.
function trimLineBreak(end: number, { source, props }: CST.BlockScalar): number {
  const text = source === '' ? (props.at(-1) as CST.SourceToken | undefined)?.source : source;
  if (!text?.endsWith('\n')) {
    return end;
  }
  return end - (text.endsWith('\r\n') ? 2 : 1);
}
