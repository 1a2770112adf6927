// Text → documents of YAML, for every file and manifest: reading ends at the first error, and before nesting gets too
// deep.
//
// The library composes recursively, and deep in the stack, compiling a regular expression ends the whole process, which
// no `catch` sees. And it goes on behind an error and keeps them all, each with a stack: a megabyte of quotes takes it
// seconds. The first error is enough.

import { Composer, type CST, type Document, Lexer, type LineCounter, Parser } from 'yaml';

/** Levels of collections. Real manifests stay below 80. */
const nestingMax = 256;

/** The text cannot be read. `offset` counts from the start of the text. */
export class YamlProblem extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'YamlProblem';
    this.offset = offset;
  }
}

type Options = NonNullable<ConstructorParameters<typeof Composer>[0]> & {
  readonly lineCounter?: LineCounter;
  /** Told of each word and sign; what it throws ends the reading. */
  readonly onLexeme?: () => void;
};

/**
 * Composes one document after the other. Keys that stand twice are no error; see find-duplicate-keys.ts.
 * @throws YamlProblem at the first error
 */
export function* composeYaml(text: string, options: Options = {}): Generator<Document.Parsed> {
  const composer = createComposer({ prettyErrors: false, logLevel: 'silent', ...options, uniqueKeys: false });
  for (const document of composer.compose(readTokens(text, options), false, text.length)) {
    const [error] = document.errors;
    if (error) {
      throw new YamlProblem(error.message, error.pos[0]);
    }
    yield document as Document.Parsed;
  }
}

// The composer reports through this member, which is not public; a test would tell if that changed.
function createComposer(options: Options): Composer {
  let first: YamlProblem | undefined;
  const onError = (source: ErrorSource, _code: string, message: string, isWarning?: boolean): void => {
    if (!isWarning) {
      const [offset] = typeof source === 'number' ? [source] : 'offset' in source ? [source.offset] : source;
      // Collections catch what is thrown inside of them, and report it once more at their own place.
      first ??= new YamlProblem(message, offset);
      throw first;
    }
  };
  return Object.assign(new Composer(options), { onError });
}

type ErrorSource = number | readonly [number, ...number[]] | { readonly offset: number };

function* readTokens(text: string, { lineCounter: lines, onLexeme }: Options): Generator<CST.Token> {
  const parser = new Parser(lines?.addNewLine);
  lines?.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    onLexeme?.();
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') {
        throw new YamlProblem(`${token.message}: ${JSON.stringify(token.source)}`, token.offset);
      }
      yield token;
    }
    // The tree is never deeper than the parser once stood.
    if (parser.stack.length > nestingMax) {
      throw new YamlProblem(`expected at most ${nestingMax} levels of nesting, found more`, parser.offset);
    }
  }
  yield* parser.end();
}
