// Names matched with `*` for any text, in one pass: an expression made of a glob with many stars tries every way to
// share the text among them.

/** Settles a glob; case matters. */
export function createGlob(glob: string): (text: string) => boolean {
  const [first = '', ...others] = glob.split('*');
  const last = others.pop();
  return (text) => {
    if (last === undefined) {
      return text === first;
    }
    if (!text.startsWith(first)) {
      return false;
    }
    // The earliest place of each part leaves the most room for those behind it.
    let end = first.length;
    for (const part of others) {
      const index = text.indexOf(part, end);
      if (index === -1) return false;
      end = index + part.length;
    }
    return text.length - last.length >= end && text.endsWith(last);
  };
}
