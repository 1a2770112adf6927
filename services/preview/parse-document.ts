// Text of one document → syntax tree, with the types that Kubernetes would give to plain words.
//
// kubectl and the API server turn YAML into JSON by sigs.k8s.io/yaml, which follows YAML 1.1: `yes` and `on` are
// booleans, 0644 is octal. It leaves out two parts of 1.1 that would surprise: 22:22 is no number to the base of 60,
// and a date is a string. What it adds is read here as well: 0o644 and 0X1F. Keys that appear twice: the last one counts.

import { Composer, type CST, type Document, isScalar, Lexer, Parser, type ScalarTag, Schema } from 'yaml';

/** The text cannot be read. `offset` counts from the start of the document's text. */
export class ManifestProblem extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'ManifestProblem';
    this.offset = offset;
  }
}

// Composing is recursive. Deep in the stack, compiling a regular expression ends the process, which no `catch` sees.
// Real manifests stay below 80 levels.
const nestingMax = 256;

const goNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0(?:[oO][0-7_]+|X[0-9a-fA-F_]+)$/,
  resolve: (text) => {
    const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
    return text.startsWith('-') ? -Number(digits) : Number(digits);
  },
};

const foreignTags = /:(?:timestamp|binary|omap|pairs|set|merge)$/;

const schema = new Schema({
  schema: 'yaml-1.1',
  merge: false,
  resolveKnownTags: false,
  customTags: (tags) => [
    goNumber,
    ...tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && !foreignTags.test(tag.tag))),
  ],
});

/**
 * Parses the text of one document.
 * @param purpose whether the tree is to be edited, which needs the tokens behind it, or only read, which is cheaper
 * @returns undefined if the document has no content
 * @throws ManifestProblem at the first error
 */
export function parseDocument(text: string, purpose: 'edit' | 'read'): Document.Parsed | undefined {
  const options = {
    schema,
    keepSourceTokens: purpose === 'edit',
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  } as const;
  const [document, second] = new Composer(options).compose(readTokens(text), false, text.length);
  const [error] = document?.errors ?? [];
  if (error) {
    // What is missing at the end is reported there, not below the empty lines that follow.
    throw new ManifestProblem(error.message, Math.min(error.pos[0], text.trimEnd().length));
  }
  if (second) {
    throw new ManifestProblem(
      'expected one document, found the start of another: begin it with "---"',
      second.range[0],
    );
  }
  return document && isEmpty(document) ? undefined : (document as Document.Parsed | undefined);
}

function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

function* readTokens(text: string): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > nestingMax) {
      throw new ManifestProblem(`expected at most ${nestingMax} levels of nesting, found more`, parser.offset);
    }
  }
  yield* parser.end();
}
