// Which anchor each alias means: the last one of that name ahead of it.

import { type Alias, isAlias, isMap, isSeq, type Node, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import { YamlProblem } from '../../runtime/text/compose-yaml.js';

/** A node of the tree; null where YAML leaves a value out. */
export type Value = ParsedNode | null;

/** An alias, and the collection entry in which it stands. */
export interface AliasUse {
  readonly alias: Alias.Parsed;
  readonly parent: YAMLMap.Parsed | YAMLSeq.Parsed | undefined;
  readonly index: number;
}

export interface AliasLinks {
  readonly targets: ReadonlyMap<Node, ParsedNode>;
  /** All uses of an anchored node, in the order of the text. */
  readonly uses: ReadonlyMap<Node, readonly AliasUse[]>;
}

/**
 * Links every alias below `root`; `text` is the text of it all.
 * @throws YamlProblem for an alias without anchor
 */
export function linkAliases(root: Value, text: string): AliasLinks {
  const anchors = new Map<string, ParsedNode>();
  const targets = new Map<Node, ParsedNode>();
  const uses = new Map<Node, AliasUse[]>();
  const link = (alias: Alias.Parsed, parent: AliasUse['parent'], index: number): void => {
    const target = anchors.get(alias.source);
    if (!target) {
      const name = alias.source;
      throw new YamlProblem(`expected an anchor &${name} ahead of the alias *${name}`, alias.range[0]);
    }
    targets.set(alias, target);
    const known = uses.get(target) ?? [];
    known.push({ alias, parent, index });
    uses.set(target, known);
  };
  const visit = (node: Value, parent: AliasUse['parent'], index: number): void => {
    if (isAlias(node)) {
      link(node, parent, index);
      return;
    }
    if (node?.anchor) {
      anchors.set(node.anchor, node);
    }
    for (const [child, parentOfChild, position] of listChildren(node)) {
      visit(child, parentOfChild, position);
    }
  };
  if (text.includes('*')) {
    visit(root, undefined, -1);
  }
  return { targets, uses };
}

function listChildren(node: Value): readonly (readonly [Value, AliasUse['parent'], number])[] {
  if (isMap(node)) {
    return node.items.flatMap(({ key, value }, index) => [
      [key as Value, undefined, -1] as const,
      [value as Value, node as YAMLMap.Parsed, index] as const,
    ]);
  }
  return isSeq(node) ? node.items.map((item, index) => [item as Value, node as YAMLSeq.Parsed, index] as const) : [];
}
