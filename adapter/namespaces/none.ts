// No namespace facts, said openly: mutators that need them answer "unknown" instead of "no".

import type { NamespaceSource } from './source.js';

/** The source behind `--namespaces=none`. */
export function createNoNamespaces(): NamespaceSource {
  return {
    lookup: () => ({ found: false, reason: 'NAMESPACES_NOT_CONFIGURED' }),
    isReady: () => true,
    close() {},
  };
}
