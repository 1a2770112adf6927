// Keys that stand twice in one mapping. The library's own check compares each key with all others, which takes seconds
// for some ten thousands of them.

import { isMap, isScalar, isSeq, type Scalar } from 'yaml';

/** Yields every key that its mapping has already had, in the order of the text. `follow` resolves aliases of keys. */
export function* findDuplicateKeys(
  node: unknown,
  follow: (key: unknown) => unknown = (key) => key,
): Generator<{ readonly name: string; readonly key: Scalar }> {
  if (isSeq(node)) {
    for (const item of node.items) yield* findDuplicateKeys(item, follow);
    return;
  }
  if (!isMap(node)) {
    return;
  }
  const names = new Set<string>();
  for (const { key, value } of node.items) {
    const resolved = follow(key);
    // A merge key may stand there several times: each brings members of its own.
    if (isScalar(key) && !isMergeKey(key) && isScalar(resolved)) {
      const name = String(resolved.value);
      if (names.has(name)) yield { name, key };
      names.add(name);
    }
    yield* findDuplicateKeys(value, follow);
  }
}

function isMergeKey({ type, source, tag }: Scalar): boolean {
  return type === 'PLAIN' && source === '<<' && !tag;
}
