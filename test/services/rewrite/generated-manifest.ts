// Generated manifests in generated styles: brackets, comments, aliases, empty values and text blocks where YAML takes them.

import fc from 'fast-check';
import { Document, isCollection, isScalar, type Node, parseDocument, visit } from 'yaml';

const word = fc.constantFrom(
  'a',
  'yes',
  '1',
  '0o7',
  '',
  ' # no comment',
  'a: b',
  '-',
  '*x',
  'two\nlines\n',
  'and empty ones\n\n\n',
  'ümlaut',
  '~',
  '{',
  '"',
);
const leaf = fc.oneof(word, fc.constantFrom(null, true, 7, -1.5, 1e21));
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 4 });

const environment = fc.uniqueArray(fc.record({ name: word, value: word }, { requiredKeys: ['name'] }), {
  maxLength: 3,
  selector: ({ name }) => name,
});
const container = fc.record(
  {
    name: fc.constant(''),
    args: fc.array(word, { maxLength: 2 }),
    env: optional(environment),
    securityContext: optional(
      fc.record(
        {
          privileged: fc.boolean(),
          capabilities: optional(
            fc.record({ add: optional(fc.array(fc.constantFrom('FOWNER', 'NET_ADMIN'), { maxLength: 1 })) }),
          ),
        },
        { requiredKeys: [] },
      ),
    ),
    unknown: fc.dictionary(word, leaf, { maxKeys: 2 }),
  },
  { requiredKeys: ['name'] },
);
const containers = fc
  .array(container, { minLength: 1, maxLength: 3 })
  .map((list) => list.map((one, index) => ({ ...one, name: `c${index}` })));

const deployment = fc
  .record({ containers, volumes: optional(fc.constant([])), other: leaf })
  .map(({ other, ...spec }) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { other: 'x' } },
    spec: {
      template: {
        metadata: { annotations: { 'dragonfly.io/inject': 'true', 'k8s.v1.cni.cncf.io/networks': 'macvtap' } },
        spec,
      },
      other,
    },
  }));

export type Deployment = typeof deployment extends fc.Arbitrary<infer Value> ? Value : never;

interface Style {
  readonly indent: number;
  readonly indentSeq: boolean;
  readonly isCrlf: boolean;
  /** Consumed one after the other: which collection is written in brackets, where a comment or an alias stands. */
  readonly choices: readonly number[];
}

const style: fc.Arbitrary<Style> = fc.record({
  indent: fc.integer({ min: 2, max: 5 }),
  indentSeq: fc.boolean(),
  isCrlf: fc.boolean(),
  choices: fc.array(fc.nat({ max: 11 }), { minLength: 5, maxLength: 60 }),
});

function render(value: unknown, { indent, indentSeq, isCrlf, choices }: Style): string {
  const document = new Document(value, { version: '1.1' });
  let position = 0;
  visit(document, {
    Node(_, node) {
      decorate(node as Node, choices[position % choices.length] ?? 0);
      position += 1;
    },
  });
  const text = document.toString({ indent, indentSeq, lineWidth: 40 });
  return isCrlf ? text.replaceAll('\n', '\r\n') : text;
}

function decorate(node: Node, choice: number): void {
  if (isCollection(node) && choice === 0) node.flow = true;
  if (choice === 1) node.comment = ' behind';
  if (choice === 2) node.commentBefore = ' ahead';
  if (choice === 3) node.spaceBefore = true;
  if (isScalar(node) && choice === 4 && typeof node.value === 'string') node.type = 'QUOTE_SINGLE';
  if (isScalar(node) && choice > 5 && node.value === null) node.source = '';
}

// The same object twice becomes an anchor and an alias.
function share(value: Deployment, isShared: boolean): Deployment {
  const list = value.spec.template.spec.containers;
  const [first] = list;
  const last = list.at(-1);
  if (isShared && first && last && first !== last) {
    Object.assign(last, { ...first, name: last.name });
  }
  return value;
}

/** Text of one Deployment that both mutators change. */
export const manifest = fc
  .tuple(deployment, style, fc.boolean())
  .map(([value, how, isShared]) => render(share(structuredClone(value), isShared), how))
  // With comments in odd places, the library writes texts that it cannot read itself.
  .filter((text) => parseDocument(text, { version: '1.1' }).errors.length === 0);
