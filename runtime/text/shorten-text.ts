// Texts of the caller's in answers: recognisable, and short however long they are, because a container's name may be
// megabytes and stands in an answer many times.

/** What a valid name is at most. */
const nameLengthMax = 63;

/** Cuts `text` to `lengthMax` characters, well-formed. */
export function shortenText(text: string, lengthMax = nameLengthMax): string {
  return (text.length > lengthMax ? `${text.slice(0, lengthMax - 1).toWellFormed()}…` : text).toWellFormed();
}
