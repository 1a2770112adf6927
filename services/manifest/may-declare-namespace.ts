// Whether a text can hold a Namespace at all, so that no parser has to look at those that cannot.

const kindKey = /\bkind["']?\s*:/g;
// An anchor, a tag, a comment or a block text may stand ahead of the word.
const namespaceKind = /^(?:[&!#|>]|["']?Namespace(?:List)?\b)/;
const spaceMax = 200;

/** May find too much, never too little. */
export function mayDeclareNamespace(text: string): boolean {
  if (!text.includes('Namespace')) {
    return false;
  }
  for (const { 0: key, index } of text.matchAll(kindKey)) {
    const start = index + key.length;
    const value = text.slice(start, start + spaceMax).trimStart();
    if (value === '' || namespaceKind.test(value)) return true;
  }
  return false;
}
