// Syntax tree → JSON value, as Kubernetes reads it: aliases and merge keys resolved, keys as strings.
//
// Every use of an alias becomes a copy of its own, so that an object in the value stands for one place in the text.
// That makes an alias bomb dear; the number of values that come out of aliases and merge keys is therefore bounded.

import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type YAMLMap } from 'yaml';
import { YamlProblem } from '../../runtime/text/compose-yaml.js';
import type { AliasLinks, Value } from './aliases.js';

const aliasNodesMax = 100_000;
/** Mappings of more entries are asked for one of them again and again. */
const manyMembers = 32;

/** What a key of a mapping leads to. `pair` is absent if the value comes out of a merge key. */
interface Member {
  readonly value: Value;
  readonly pair: Pair<ParsedNode, ParsedNode | null> | undefined;
  /** Own pairs of the same key that this one beats. */
  readonly hides: boolean;
}

/** Numbers whose text says more than a JavaScript number can hold, by the object or list that holds them. */
export type Literals = WeakMap<object, Map<string, string>>;

export interface Reader {
  readonly read: (node: Value) => unknown;
  /** The members of a mapping, merge keys resolved. */
  readonly listMembers: (map: YAMLMap.Parsed) => ReadonlyMap<string, Member>;
  /** Follows an alias. */
  readonly follow: (node: Value) => Value;
  readonly literals: Literals;
}

/**
 * Creates the functions that read one document.
 * Each of them throws YamlProblem for what JSON cannot hold, for cycles, and for too much expansion.
 */
export function createReader({ targets }: AliasLinks, text: string): Reader {
  const literals: Literals = new WeakMap();
  const open = new Set<ParsedNode>();
  const largeMaps = new WeakMap<YAMLMap.Parsed, ReadonlyMap<string, Member>>();
  // No text holds more values than characters.
  let allowed = text.length + aliasNodesMax;

  const spend = (node: ParsedNode): void => {
    allowed -= 1;
    if (allowed < 0) {
      throw new YamlProblem(`aliases expand to more than ${aliasNodesMax} values`, node.range[0]);
    }
  };
  const follow = (node: Value): Value => (isAlias(node) ? (targets.get(node) ?? null) : node);

  function within<T>(target: ParsedNode, read: () => T): T {
    if (open.has(target)) {
      throw new YamlProblem(`the value of the anchor &${target.anchor ?? ''} contains itself`, target.range[0]);
    }
    open.add(target);
    const result = read();
    open.delete(target);
    return result;
  }

  function read(node: Value): unknown {
    if (node === null) {
      return null;
    }
    spend(node);
    if (isAlias(node)) {
      const target = targets.get(node);
      return target ? within(target, () => read(target)) : null;
    }
    if (isScalar(node)) return readScalar(node);
    return isMap(node) ? readMap(node as YAMLMap.Parsed) : readList(node.items as readonly Value[]);
  }

  function readMap(map: YAMLMap.Parsed): unknown {
    const object: Record<string, unknown> = {};
    for (const [key, { value }] of listMembers(map)) {
      const content = read(value);
      if (key === '__proto__') {
        Object.defineProperty(object, key, { value: content, enumerable: true, configurable: true, writable: true });
      } else {
        object[key] = content;
      }
      keepLiteral(object, key, value);
    }
    return object;
  }

  function readList(items: readonly Value[]): unknown {
    const list = items.map(read);
    for (const [index, item] of items.entries()) keepLiteral(list, String(index), item);
    return list;
  }

  function keepLiteral(holder: object, key: string, node: Value): void {
    const scalar = follow(node);
    if (isScalar(scalar) && typeof scalar.value === 'number' && String(scalar.value) !== scalar.source) {
      const kept = literals.get(holder) ?? new Map<string, string>();
      literals.set(holder, kept.set(key, scalar.source ?? ''));
    }
  }

  function listMembers(map: YAMLMap.Parsed): ReadonlyMap<string, Member> {
    const known = largeMaps.get(map) ?? resolveMembers(map);
    if (map.items.length > manyMembers) largeMaps.set(map, known);
    return known;
  }

  function resolveMembers(map: YAMLMap.Parsed): ReadonlyMap<string, Member> {
    const members = new Map<string, Member>();
    for (const pair of map.items) {
      if (isMergeKey(pair.key)) {
        for (const [key, { value }] of listMerged(pair.value)) {
          members.set(key, { value, pair: undefined, hides: members.has(key) });
        }
      } else {
        members.set(readKey(follow(pair.key)), { value: pair.value, pair, hides: false });
      }
    }
    return members;
  }

  // Earlier sources win over later ones; the merge as a whole wins over keys that stand ahead of it.
  function listMerged(value: Value): readonly (readonly [string, Member])[] {
    const source = follow(value);
    const sources = isSeq(source) ? (source.items as readonly Value[]).toReversed().map(follow) : [source];
    return sources.flatMap((one) => {
      if (!isMap(one)) {
        throw new YamlProblem('expected a mapping, or a list of mappings, to merge', value?.range[0] ?? 0);
      }
      const map = one as YAMLMap.Parsed;
      return within(map, () => {
        for (const _ of map.items) spend(map);
        return [...listMembers(map)];
      });
    });
  }

  return { read, listMembers, follow, literals };
}

function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<' && !key.tag;
}

function readKey(key: Value): string {
  if (!isScalar(key) || key.value === null) {
    throw new YamlProblem(
      `expected a string as key, found ${isScalar(key) ? 'nothing' : 'a collection'}`,
      key?.range[0] ?? 0,
    );
  }
  return String(key.value);
}

function readScalar(node: ParsedNode & { value?: unknown }): unknown {
  if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
    throw new YamlProblem('expected a number that JSON can hold, found infinity or none', node.range[0]);
  }
  return node.value;
}
