// Texts of errors are bounded: trailers that grow too large are refused on their way.

/**
 * Cuts `text` so that it takes at most `length` bytes in a trailer, where anything but plain ASCII is written as
 * `%XX`. The result is well-formed: half a surrogate pair makes grpc-js throw, outside of every handler.
 */
export function cutText(text: string, length: number): string {
  const wellFormed = text.slice(0, length).toWellFormed();
  let used = 0;
  let end = 0;
  for (const character of wellFormed) {
    used += encodeURIComponent(character).length;
    if (used > length) {
      return wellFormed.slice(0, end);
    }
    end += character.length;
  }
  return wellFormed;
}
