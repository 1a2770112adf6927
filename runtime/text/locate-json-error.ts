// Where a text stops being JSON. JSON.parse of Node 20 does not say it, so another parser finds the place, on this rare
// path only.

import { parse } from 'lossless-json';

/** The other parser takes many times the time and memory of JSON.parse. Who sends more has a program to look with. */
const textLengthMax = 262_144;

/** Line and column, both counted from 1; undefined if the text is too long for a second look, or is JSON. */
export function locateJsonError(text: string): { readonly line: number; readonly column: number } | undefined {
  if (text.length > textLengthMax) {
    return undefined;
  }
  try {
    parse(text, undefined, { onDuplicateKey: ({ newValue }) => newValue });
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    if (position !== undefined) {
      const lines = text.slice(0, Number(position)).split('\n');
      return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
    }
  }
  return undefined;
}
