// JSON whose numbers stay as they were written, and that may hold text which no JavaScript value becomes.

/** Stands in front of a number that was kept as text. */
const numberMark = '\u0001number\u0001';
/** Stands in front of raw text, in hexadecimal digits. */
const rawMark = '\u0001text\u0001';

const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const marked = /"\\u0001(number|text)\\u0001([^"]*)"/g;

/** A value that {@link writeRawJson} writes as this very text. */
export function raw(text: string): string {
  return rawMark + Buffer.from(text, 'utf16le').toString('hex');
}

export function writeRawJson(value: unknown): string {
  return JSON.stringify(value).replace(marked, (_all, mark: string, text: string) =>
    mark === 'number' ? text : Buffer.from(text, 'hex').toString('utf16le'),
  );
}

/**
 * Reads JSON; each number becomes a text that {@link writeRawJson} writes as it was.
 * @throws SyntaxError
 */
export function readRawJson(text: string): unknown {
  // Numbers that are none must be found out before they become texts.
  JSON.parse(text);
  return JSON.parse(
    text.replace(tokens, (token) => (token.startsWith('"') ? token : JSON.stringify(numberMark + token))),
  );
}
