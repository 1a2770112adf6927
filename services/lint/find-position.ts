// A place in a document → line and column of the key or entry that stands there.

import { isMap, isSeq, type YAMLMap } from 'yaml';
import type { Value } from '../manifest/aliases.js';
import type { ManifestDocument } from '../manifest/read-document.js';

/** Goes as far as the members lead. Both numbers count from 1. */
export function findPosition(
  { root, reader, locate }: ManifestDocument,
  members: readonly string[],
): { readonly line: number; readonly column: number } {
  let node: Value | undefined = root;
  let offset = root?.range[0] ?? 0;
  for (const member of members) {
    const content = reader.follow(node);
    if (isMap(content)) {
      const found = reader.listMembers(content as YAMLMap.Parsed).get(member);
      if (!found) break;
      offset = found.pair?.key.range[0] ?? offset;
      node = found.value;
    } else if (isSeq(content)) {
      const item = content.items[Number(member)] as Value | undefined;
      if (item === undefined) break;
      offset = item?.range[0] ?? offset;
      node = item;
    } else {
      break;
    }
  }
  return locate(offset);
}
