// Text within 80 columns, indented.

const width = 80;
const lengthMax = 160;

/** Wraps `text` behind `lead`; further lines stand below where the text began, at most half a line in. */
export function layOut(lead: string, text: string): string {
  const indent = ' '.repeat(Math.min(lead.length, width / 2));
  const lines: string[] = [];
  let line = lead;
  let isStart = true;
  for (const word of text.split(' ').flatMap((one) => cut(one, width - indent.length))) {
    const next = isStart ? line + word : `${line} ${word}`;
    if (next.length <= width) {
      line = next;
    } else {
      lines.push(line.trimEnd());
      line = indent + word;
    }
    isStart = false;
  }
  return `${[...lines, line].map((one) => one.trimEnd()).join('\n')}\n`;
}

// Pointers and values can be longer than any line.
function cut(word: string, length: number): readonly string[] {
  const characters = word.length <= length ? [] : [...word];
  const starts = Array.from({ length: Math.ceil(characters.length / length) }, (_, index) => index * length);
  return characters.length === 0 ? [word] : starts.map((start) => characters.slice(start, start + length).join(''));
}

/** A text in quotes, with control characters as JSON writes them; cut if it is long. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

/** The text, cut if it is long. */
export function shorten(text: string): string {
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text;
}
