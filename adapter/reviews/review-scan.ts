// Finds the Pod in the bytes of an AdmissionReview without parsing it.
//
// The Pod is most of a review, and only the service needs to understand it. So its bytes are cut out and travel on as
// they came: no number is rounded, nothing is parsed twice. What remains is small and goes through JSON.parse, which
// is the judge of all syntax outside of the two objects. The scan follows strings and brackets only; where it finds
// neither it stops, and the review is refused. It must see what JSON.parse would see: of keys that occur twice the
// last one counts, and a key may be written with escapes. Inside of the Pod the service judges; inside of the old object,
// which no decision looks at, nobody does.

export interface ScannedReview {
  /** JSON text of the review, with `null` in place of the objects that were cut out. */
  readonly frame: string;
  /** Bytes of `request.object`, a view into the input; undefined if that is not a JSON object. */
  readonly object: Buffer | undefined;
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Cuts `request.object` and `request.oldObject` out of `bytes`.
 * @throws SyntaxError where the brackets, strings or separators are not those of JSON
 */
export function scanReview(bytes: Buffer): ScannedReview {
  const cuts: Extent[] = [];
  let object: Extent | undefined;

  const visitRequest = (key: string, start: number): number => {
    const end = skipValue(bytes, start);
    if (key !== 'object' && key !== 'oldObject') {
      return end;
    }
    const isObject = bytes[start] === openBrace;
    if (isObject) cuts.push({ start, end });
    if (key === 'object') object = isObject ? { start, end } : undefined;
    return end;
  };
  const visitReview = (key: string, start: number): number => {
    if (key !== 'request') {
      return skipValue(bytes, start);
    }
    object = undefined;
    return bytes[start] === openBrace ? visitMembers(bytes, start, visitRequest) : skipValue(bytes, start);
  };

  const root = skipSpace(bytes, 0);
  if (bytes[root] === openBrace) visitMembers(bytes, root, visitReview);
  return { frame: cutOut(bytes, cuts), object: object && bytes.subarray(object.start, object.end) };
}

function cutOut(bytes: Buffer, cuts: readonly Extent[]): string {
  let frame = '';
  let from = 0;
  for (const { start, end } of cuts) {
    frame += `${bytes.toString('utf8', from, start)}null`;
    from = end;
  }
  return frame + bytes.toString('utf8', from, bytes.length);
}

/** Walks the members of the object that opens at `open`; `visit` gets key and start of the value and returns its end. */
function visitMembers(bytes: Buffer, open: number, visit: (key: string, start: number) => number): number {
  let at = skipSpace(bytes, open + 1);
  if (bytes[at] === closeBrace) {
    return at + 1;
  }
  for (;;) {
    const keyEnd = skipString(bytes, at);
    const key = readKey(bytes, at, keyEnd);
    at = skipSpace(bytes, keyEnd);
    expect(bytes, at, colon);
    at = skipSpace(bytes, visit(key, skipSpace(bytes, at + 1)));
    if (bytes[at] === closeBrace) {
      return at + 1;
    }
    expect(bytes, at, comma);
    at = skipSpace(bytes, at + 1);
  }
}

function readKey(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
}

/** Returns where the value that begins at `start` ends. */
function skipValue(bytes: Buffer, start: number): number {
  const first = bytes[start];
  if (first === quote) {
    return skipString(bytes, start);
  }
  return first === openBrace || first === openBracket ? skipNested(bytes, start) : skipScalar(bytes, start);
}

function skipNested(bytes: Buffer, start: number): number {
  const { length } = bytes;
  let depth = 0;
  let at = start;
  while (at < length) {
    const byte = bytes[at];
    if (byte === quote) {
      at = skipString(bytes, at);
      continue;
    }
    at += 1;
    if (byte === openBrace || byte === openBracket) {
      depth += 1;
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  throw unexpectedAt(bytes, at);
}

function skipString(bytes: Buffer, start: number): number {
  expect(bytes, start, quote);
  const { length } = bytes;
  for (let at = start + 1; at < length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) {
      return at + 1;
    }
    if (byte === backslash) at += 1;
  }
  throw unexpectedAt(bytes, length);
}

/** Numbers and words. Whether they are right is left to JSON.parse, which sees them in the frame. */
function skipScalar(bytes: Buffer, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at];
    if (byte === undefined || byte === comma || byte === closeBrace || byte === closeBracket || isSpace(byte)) {
      break;
    }
    at += 1;
  }
  if (at === start) throw unexpectedAt(bytes, at);
  return at;
}

function skipSpace(bytes: Buffer, start: number): number {
  let at = start;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function expect(bytes: Buffer, at: number, byte: number): void {
  if (bytes[at] !== byte) throw unexpectedAt(bytes, at);
}

function unexpectedAt(bytes: Buffer, at: number): SyntaxError {
  return new SyntaxError(at < bytes.length ? `unexpected character at byte ${at}` : 'unexpected end');
}
