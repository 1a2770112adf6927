// Manifest text → the texts of its documents. Each is parsed on its own afterwards, so that a broken one leaves the
// others alone. A line that starts with "---" or "..." is a marker wherever it stands, so no parser is needed here.

/** The text of one document, markers and surrounding comments included. All segments, joined, are the manifest. */
export interface Segment {
  readonly text: string;
  /** The line in the manifest at which it begins, counted from 1. */
  readonly line: number;
  /** The document is longer than is allowed; its text is empty. */
  readonly isTooLong?: true;
}

/** Splits a text that comes in pieces. What is told is the same wherever the pieces end. */
export interface Splitter {
  /** Takes the next piece and returns the documents that are complete by now. */
  readonly add: (piece: string) => readonly Segment[];
  /** Returns the rest. */
  readonly finish: () => readonly Segment[];
}

// A byte order mark counts at the start of the manifest only.
const marker = /(?<=^\ufeff?|\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/g;
// What counts between the strings of a JSON text, and in a string: its end, or a character behind an escape.
const jsonToken = /["{}]|(?<=\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/g;
const stringToken = /"|\\.|(?<=\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/gs;
const lineWithoutContent = /[ \t]*(?:[#%][^\n]*)?\r?\n/y;

/** Cuts the manifest ahead of each document. */
export function splitManifest(manifest: string): readonly Segment[] {
  const splitter = createSplitter();
  return [...splitter.add(manifest), ...splitter.finish()];
}

/** Creates the splitter for one manifest; what a document has beyond `longest` characters is not kept. */
export function createSplitter({ longest = Number.POSITIVE_INFINITY } = {}): Splitter {
  // The document that is not complete, behind the line break ahead of it.
  let text = '';
  let start = 0;
  let seen = 0;
  let line = 1;
  // Line breaks of the part of the document that is gone.
  let lost: number | undefined;
  let scanner: Scanner | undefined;

  function cutAt(end: number): readonly Segment[] {
    const own = text.slice(start, end);
    const segment = lost === undefined ? { text: own, line } : ({ text: '', line, isTooLong: true } as const);
    line += (lost ?? 0) + countLineBreaks(own);
    lost = undefined;
    start = end;
    return [segment];
  }

  // Nobody counts the brackets of what is gone, so from now on only markers tell where a document ends.
  function lose(): void {
    scanner = scanYaml;
    const lastLine = text.lastIndexOf('\n');
    const kept = lastLine > text.length - 5 ? lastLine : text.length - 1;
    lost = (lost ?? 0) + countLineBreaks(text.slice(start, kept));
    text = text.slice(kept);
    start = 0;
    seen = 1;
  }

  function cut({ kind, index }: Mark): readonly Segment[] {
    if (kind === 'end') {
      const lineEnd = text.indexOf('\n', index);
      return cutAt(lineEnd === -1 ? text.length : lineEnd + 1);
    }
    return lost === undefined && isPrologue(text.slice(start, index)) ? [] : cutAt(index);
  }

  function scan(isWhole: boolean): readonly Segment[] {
    scanner ??= chooseScanner(text, isWhole);
    // Whether a line is a marker shows at its end.
    const end = isWhole ? text.length : text.lastIndexOf('\n') + 1;
    if (!scanner || end <= seen) {
      return [];
    }
    const { marks, next } = scanner(text.slice(0, end), seen);
    const segments = marks.flatMap(cut);
    seen = next;
    // A look back must find the line break ahead.
    const behind = Math.max(0, start - 1);
    text = text.slice(behind);
    start -= behind;
    seen = Math.max(start, seen - behind);
    return segments;
  }

  return {
    add(piece) {
      text += piece;
      const segments = scan(false);
      if (text.length - start > longest) lose();
      return segments;
    },
    finish() {
      const segments = scan(true);
      return start < text.length ? [...segments, ...cutAt(text.length)] : segments;
    },
  };
}

/** Where one document ends (a line to be kept with it), or another begins. */
interface Mark {
  readonly kind: 'start' | 'end';
  readonly index: number;
}

/** Looks for marks from an offset on; `next` is where to go on once there is more text. */
type Scanner = (text: string, from: number) => { readonly marks: readonly Mark[]; next: number };

// A stream of JSON objects, as `jq` writes it, has no markers. Undefined if the text does not show yet what it is.
function chooseScanner(text: string, isWhole: boolean): Scanner | undefined {
  if (/^\ufeff?\s*\{/.test(text)) {
    return createJsonScanner();
  }
  return isWhole || /\S/.test(text.replace(/^\ufeff/, '')) ? scanYaml : undefined;
}

function scanYaml(text: string, from: number): ReturnType<Scanner> {
  const marks: Mark[] = [];
  marker.lastIndex = from;
  for (let match = marker.exec(text); match; match = marker.exec(text)) {
    marks.push({ kind: match[0] === '...' ? 'end' : 'start', index: match.index });
  }
  return { marks, next: text.length };
}

function createJsonScanner(): Scanner {
  let depth = 0;
  let objects = 0;
  let isInString = false;

  function readToken(token: string, index: number): readonly Mark[] {
    if (token === '---' || token === '...') {
      depth = 0;
      objects = 0;
      return [{ kind: token === '...' ? 'end' : 'start', index }];
    }
    if (token === '}') {
      depth = Math.max(0, depth - 1);
    }
    if (token !== '{') {
      return [];
    }
    const isNext = depth === 0 && objects > 0;
    objects += depth === 0 ? 1 : 0;
    depth += 1;
    return isNext ? [{ kind: 'start', index }] : [];
  }

  return (text, from) => {
    const marks: Mark[] = [];
    for (let next = from; ; ) {
      const token = isInString ? stringToken : jsonToken;
      token.lastIndex = next;
      const match = token.exec(text);
      if (!match) return { marks, next: text.length };
      // A string ends at a quote, and at a marker line at the latest.
      isInString = isInString ? match[0].startsWith('\\') : match[0] === '"';
      marks.push(...readToken(match[0], match.index));
      next = token.lastIndex;
    }
  };
}

// Comments and directives ahead of a "---" belong to the document that it begins.
function isPrologue(text: string): boolean {
  let end = text.startsWith('\ufeff') ? 1 : 0;
  while (end < text.length) {
    lineWithoutContent.lastIndex = end;
    if (!lineWithoutContent.test(text)) return false;
    end = lineWithoutContent.lastIndex;
  }
  return true;
}

function countLineBreaks(text: string): number {
  let count = 0;
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) {
    count += 1;
  }
  return count;
}
