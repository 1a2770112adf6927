// Text of one document → syntax tree, with the types that Kubernetes would give to plain words.
//
// kubectl and the API server turn YAML into JSON by sigs.k8s.io/yaml, which follows YAML 1.1: `yes` and `on` are
// booleans, 0644 is octal. It leaves out two parts of 1.1 that would surprise: 22:22 is no number to the base of 60,
// and a date is a string. What it adds is read here as well: 0o644 and 0X1F. Keys that appear twice: the last one counts.

import { type Document, isScalar, type ScalarTag, Schema, type Tags } from 'yaml';
import { composeYaml, YamlProblem } from '../../runtime/text/compose-yaml.js';
import { createTokenLimit, type WorkLimit } from './work-limits.js';

const goNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0(?:[oO][0-7_]+|X[0-9a-fA-F_]+)$/,
  resolve: (text) => {
    const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
    return text.startsWith('-') ? -Number(digits) : Number(digits);
  },
};

// YAML 1.1 has no digit ahead of an exponent as a number, and a dot alone. Go reads the words E2 and e10 as strings.
const goFloat: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^(?:[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?|[-+]\.[0-9][0-9_]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/,
  resolve: (text) => Number(text.replaceAll('_', '')),
};

const foreignTags = /:(?:timestamp|binary|omap|pairs|set|merge)$/;

const schema = new Schema({
  schema: 'yaml-1.1',
  merge: false,
  resolveKnownTags: false,
  customTags: (tags) => [goNumber, ...tags.filter((tag) => typeof tag !== 'string' && !isForeign(tag)), goFloat],
});

/**
 * Parses the text of one document.
 * @param purpose whether the tree is to be edited, which needs the tokens behind it, or only read, which is cheaper
 * @returns undefined if the document has no content
 * @throws YamlProblem at the first error
 */
export function parseDocument(
  text: string,
  purpose: 'edit' | 'read',
  { spend }: WorkLimit = createTokenLimit(),
): Document.Parsed | undefined {
  const [document, second] = composeYaml(text, {
    schema,
    keepSourceTokens: purpose === 'edit',
    onLexeme: () => spend(),
  });
  if (second) {
    throw new YamlProblem('expected one document, found the start of another: begin it with "---"', second.range[0]);
  }
  return document && isEmpty(document) ? undefined : document;
}

// Some tags of YAML 1.1 are not those of Kubernetes, and its floating-point numbers look different.
function isForeign(tag: Exclude<Tags[number], string>): boolean {
  const { test, format } = tag as ScalarTag;
  return format === 'TIME' || foreignTags.test(tag.tag) || test?.test('1.5') === true || test?.test('1e5') === true;
}

function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}
