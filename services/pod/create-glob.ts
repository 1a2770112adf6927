// Names matched with `*` for any text, in one pass: an expression made of a glob with many stars tries every way to
// share the text among them.

/** Settles a glob; case does not matter. */
export function createGlob(glob: string): (text: string) => boolean {
  const [first = '', ...others] = glob.toLowerCase().split('*');
  const last = others.pop();
  return (text) => {
    const lower = text.toLowerCase();
    if (last === undefined) {
      return lower === first;
    }
    if (!lower.startsWith(first)) {
      return false;
    }
    // The earliest place of each part leaves the most room for those behind it.
    let end = first.length;
    for (const part of others) {
      const index = lower.indexOf(part, end);
      if (index === -1) return false;
      end = index + part.length;
    }
    return lower.length - last.length >= end && lower.endsWith(last);
  };
}
