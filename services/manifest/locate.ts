// JSON pointers of a document → places in its text.

import { isAlias, isMap, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Operation } from '../decisions/patch.js';
import { parsePointer } from '../pod/json-pointer.js';
import type { Value } from './aliases.js';
import type { ManifestDocument } from './read-document.js';
import { type Collection, findBlockSlot, findIndicatorEnd } from './slots.js';

/** A value and where it begins: at its key, its dash, or itself. */
interface Place {
  readonly offset: number;
  readonly node: Value;
  /** By key or index; created when somebody goes further down. */
  children?: Map<string, Place> | Place[];
}

/** Finds the value that `members` lead to, or the closest one around it. */
export function findValue(document: ManifestDocument, members: readonly string[]): { offset: number; node: Value } {
  const { node, offset } = descend(document, members);
  return { offset: node?.range[0] ?? offset, node };
}

/**
 * Tells for each operation the line of the manifest where it makes its change: that of the value it replaces, of the
 * entry behind which it adds one, or of the object to which it adds a member.
 * @param path the members that lead to the object; every operation is somewhere below
 */
export function findLines(
  document: ManifestDocument,
  path: readonly string[],
  operations: readonly Operation[],
): readonly number[] {
  const root = descend(document, path);
  return operations.map((operation) => {
    const members = parsePointer(operation.path).slice(path.length);
    const last = members.at(-1) ?? '';
    let parent = root;
    for (const member of members.slice(0, -1)) {
      parent = findChild(document, parent, member) ?? parent;
    }
    const target = findChild(document, parent, last);
    const offset = operation.op === 'add' ? insert(parent, last, target) : (target ?? parent).offset;
    return document.locate(offset).line;
  });
}

// Goes straight down, without a look at the neighbours.
function descend({ root, reader }: ManifestDocument, members: readonly string[]): Place {
  let place: Place = { offset: root?.range[0] ?? 0, node: root };
  for (const member of members) {
    const content = reader.follow(place.node);
    const node = isMap(content)
      ? reader.listMembers(content as YAMLMap.Parsed).get(member)?.value
      : isSeq(content)
        ? (content.items[Number(member)] as Value | undefined)
        : undefined;
    if (node === undefined) {
      break;
    }
    place = { offset: node?.range[0] ?? place.offset, node };
  }
  return place;
}

// Later operations count with the entries that earlier ones added.
function insert(parent: Place, member: string, target: Place | undefined): number {
  const { children } = parent;
  if (Array.isArray(children)) {
    const index = Number(member);
    const { offset } = children[index - 1] ?? parent;
    children.splice(index, 0, { offset, node: null });
    return offset;
  }
  const { offset } = target ?? parent;
  children?.set(member, { offset, node: null });
  return offset;
}

function findChild(document: ManifestDocument, place: Place, member: string): Place | undefined {
  place.children ??= listChildren(document, place);
  return Array.isArray(place.children) ? place.children[Number(member)] : place.children.get(member);
}

function listChildren({ reader }: ManifestDocument, { node, offset }: Place): Map<string, Place> | Place[] {
  const content = reader.follow(node);
  // What an alias brings in is changed where the alias stands.
  const at = (own: number): number => (isAlias(node) ? offset : own);
  if (isMap(content)) {
    const members = [...reader.listMembers(content as YAMLMap.Parsed)];
    return new Map(
      members.map(([key, { value, pair }]) => [key, { offset: pair ? at(pair.key.range[0]) : offset, node: value }]),
    );
  }
  if (!isSeq(content)) {
    return new Map();
  }
  return (content.items as readonly Value[]).map((item, index) => ({
    offset: at(findDash(content as YAMLSeq.Parsed, index) ?? item?.range[0] ?? offset),
    node: item,
  }));
}

function findDash(list: Collection, index: number): number | undefined {
  const slot = list.flow ? undefined : findBlockSlot(list, index);
  const end = slot?.kind === 'block' ? findIndicatorEnd(slot.tokens) : -1;
  return end > 0 ? end - 1 : undefined;
}
