// How deep YAML may nest. The library composes recursively, and deep in the stack, compiling a regular expression ends
// the whole process, which no `catch` sees. So the depth is bounded before anything is composed.

import { Lexer, Parser } from 'yaml';

/** Levels of collections. Real manifests stay below 80. */
const nestingMax = 256;

export const nestingProblem = `expected at most ${nestingMax} levels of nesting, found more`;

/** Whether the parser stands deeper than is allowed. The tree is never deeper than the parser once stood. */
export function isTooDeep({ stack }: Parser): boolean {
  return stack.length > nestingMax;
}

/** Finds where `text` nests too deeply, as line and column, both counted from 1; undefined if it does not. */
export function findTooDeep(text: string): { readonly line: number; readonly column: number } | undefined {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    // The parser works only while its tokens are taken.
    for (const _ of parser.next(lexeme));
    if (isTooDeep(parser)) {
      const ahead = text.slice(0, parser.offset);
      return { line: ahead.split('\n').length, column: ahead.length - ahead.lastIndexOf('\n') };
    }
  }
  return undefined;
}
