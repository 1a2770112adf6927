// Texts of 4 MB that no person would write. Each asks one part of reading or evaluating for as much as it can.

const length = 4 * 1024 * 1024 - 4096;

const fill = (text: string, room = length): string => text.repeat(Math.floor(room / text.length));

function count(write: (index: number) => string, room = length): string {
  const parts: string[] = [];
  for (let left = room, index = 0; left > 0; index += 1) {
    const part = write(index);
    left -= part.length;
    if (left > 0) parts.push(part);
  }
  return parts.join('');
}

const optIn = 'dragonfly.io/inject: "true", k8s.v1.cni.cncf.io/networks: macvtap';
const pod = (spec: string, container = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {${optIn}}}\nspec:\n${spec}  containers: [{name: a, image: b${container}}]\n`;
const small = (index: number): string =>
  `---\napiVersion: v1\nkind: Pod\nmetadata: {name: p${index}, annotations: {${optIn}}}\nspec: {containers: [{name: a, image: b}]}\n`;

/** Manifests. */
export const hostileManifests: Readonly<Record<string, string>> = {
  'marker lines': fill('---\n'),
  'comments and marker lines': fill('# a\n---\n'),
  'ends of documents': fill('...\n'),
  'directives and marker lines': fill('%A\n---\n'),
  'line breaks': fill('\n'),
  'carriage returns': fill('\r'),
  spaces: fill(' '),
  'lines of tabs': fill('\t\n'),
  comments: fill('#\n'),
  'one comment': `#${fill('x')}`,
  'opening braces': fill('{'),
  'opening brackets': fill('['),
  quotes: fill('"'),
  'a brace and quotes': `{${fill('"')}`,
  'a string of escaped quotes that does not end': `{"a": "${fill('\\"')}`,
  'braces and escaped quotes': fill('{"\\"'),
  dashes: fill('- '),
  'lines of dashes': fill('-\n'),
  'dashes, each deeper': count((index) => `${' '.repeat(index)}-\n`),
  'lines of question marks': fill('?\n'),
  'lines of colons': fill(':\n'),
  'the same key': fill('a: 1\n'),
  'many keys': count((index) => `k${index}: v\n`),
  'one long key': `${fill('k')}: v\n`,
  'an explicit long key': `? ${fill('k')}\n: v\n`,
  'short entries in brackets': `[${fill('a,')}]`,
  'pairs in brackets': `[${fill('a: b,')}]`,
  anchors: count((index) => `- &a${index} x\n`),
  aliases: `- &a x\n${fill('- *a\n')}`,
  'aliases of aliases': `a0: &a0 [x,x]\n${count((index) => `a${index + 1}: &a${index + 1} [*a${index},*a${index}]\n`)}`,
  'merge keys': `a: &a {}\nb:\n${fill('  <<: *a\n')}`,
  tags: fill('- !a x\n'),
  'a text block of empty lines': `a: |\n${fill('\n')} x`,
  'a word of many lines': fill('a\n'),
  'a number': `a: ${fill('1')}`,
  'a number with underscores': `a: ${fill('1_')}`,
  'the word kind': fill('kind: '),
  'the word kind, and tags': fill('kind: !'),
  'Namespaces without a name': fill('kind: Namespace\n---\n'),
  Namespaces: count((index) => `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: n${index}}\n`),
  'a source comment that does not end': `# Source: a${fill(' \t')}\v`,
  'small documents': count((index) => `a: ${index}\n---\n`),
  'broken documents': fill('{\n---\n'),
  'small Pods': count(small),
  'a List of small Pods': `apiVersion: v1\nkind: List\nitems:\n${count(
    (index) => `- {apiVersion: v1, kind: Pod, metadata: {name: p${index}}, spec: {containers: [{name: a}]}}\n`,
  )}`,
  'a List of nothing': `apiVersion: v1\nkind: List\nitems:\n${fill('- {}\n')}`,
  'Lists in Lists': fill('{kind: List, items: ['),
  'many keys in a list of functions':
    'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n' +
    '- {apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {dragonfly.io/inject: "true"}}, spec: {containers: [{name: a}]}}\n' +
    `- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: b}\n  data:\n${count((index) => `    k${index}: a-value-of-some-length\n`)}`,
  'JSON objects': count((index) => `{"a":${index}}\n`),
  'JSON objects on one line': count((index) => `{"a":${index}}`),
  'JSON numbers': `{"a":[${fill('1,')}1]}`,
  'JSON strings': `{"a":[${fill('"",')}1]}`,
  'a Pod of JSON with many annotations': `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","annotations":{${count(
    (index) => `"an-annotation-of-some-length/${index}":"v",`,
  )}"dragonfly.io/inject":"true"}},"spec":{"containers":[{"name":"a"}]}}`,
  'many labels': `apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {${optIn}}, labels: {${count(
    (index) => `a-label-of-some-length-${index}: v, `,
  )}}}\nspec: {containers: [{name: a}]}\n`,
  'an annotation of slashes': `apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    dragonfly.io/inject: "true"\n    a: ${fill('/')}\nspec: {containers: [{name: a}]}\n`,
  'many networks': `apiVersion: v1\nkind: Pod\nmetadata: {annotations: {k8s.v1.cni.cncf.io/networks: "${fill('a,')}"}}\nspec: {containers: [{name: a}]}\n`,
  'a value of slashes that is written anew': pod(`  x: &x ${fill('/')}\n  y: *x\n`),
  'references in a variable': pod('', `, env: [{name: x, value: "${fill('$(')}"}]`),
  'dollar signs in a variable': pod('', `, env: [{name: x, value: "${fill('$')}"}]`),
  'many variables': pod(
    '',
    `, env: [${count((index) => `{name: a-variable-of-some-length-${index}, value: $(Y${index})}, `)}]`,
  ),
  'many mounts': pod(
    '',
    `, volumeMounts: [${count((index) => `{name: x${index}, mountPath: /a/path/of/some/length/${index}}, `)}]`,
  ),
  'many volumes': pod(
    `  volumes:\n${count((index) => `  - {name: a-volume-of-some-length-${index}, emptyDir: {}}\n`)}`,
  ),
  'a thousand containers': pod('').replace(
    '[{',
    `[${count((index) => `{name: c${index}, image: ${'b'.repeat(4000)}}, `, length - 4096)}{`,
  ),
  'an entry for each line of a list': pod(`  x:\n${fill('  - a value of some length\n')}`),
  'aliases in a Pod': pod(`  x: &x 1\n  y:\n${fill('  - *x\n')}`),
  'a Pod of spaces': pod(`  x: 1${fill(' ')}# one\n`),
};

const review = (object: string): string =>
  `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"a","kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},"namespace":"shop","operation":"CREATE","userInfo":{},"object":${object}}}`;
const podOf = ({ annotations = '', container = '', spec = '' }): string =>
  `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","annotations":{${annotations}"dragonfly.io/inject":"true"}},"spec":{"containers":[{"name":"a","image":"b"${container}}]${spec}}}`;

/** Bodies of reviews. */
export const hostileReviews: Readonly<Record<string, string>> = {
  braces: fill('{'),
  brackets: fill('['),
  quotes: fill('"'),
  'a string that does not end': `{"a":"${fill('\\"')}`,
  spaces: fill(' '),
  'spaces behind a review': review(podOf({})) + fill(' '),
  'deep nesting': review(podOf({ spec: `,"x":${fill('[', length / 2)}${fill(']', length / 2)}` })),
  'many requests': `{${fill('"request":{},')}"a":1}`,
  'many annotations': review(podOf({ annotations: count((index) => `"k${index}":"v",`) })),
  'the same annotation': review(podOf({ annotations: fill('"k":"v",') })),
  'many networks': review(podOf({ annotations: `"k8s.v1.cni.cncf.io/networks":"${fill('a,')}",` })),
  'many variables': review(podOf({ container: `,"env":[${count((index) => `{"name":"x${index}"},`)}{"name":"z"}]` })),
  'dollar signs in a variable': review(
    podOf({ container: `,"env":[{"name":"x","value":"${fill('$')}$(NODE_NAME)"}]` }),
  ),
  'many mounts': review(
    podOf({
      container: `,"volumeMounts":[${count((index) => `{"name":"x${index}","mountPath":"/${index}"},`)}{"name":"z","mountPath":"/z"}]`,
    }),
  ),
  'many volumes': review(podOf({ spec: `,"volumes":[${count((index) => `{"name":"x${index}"},`)}{"name":"z"}]` })),
  'many resources': review(
    podOf({ container: `,"resources":{"limits":{${count((index) => `"a/x${index}":"1",`)}"z":"1"}}` }),
  ),
  'a quantity': review(podOf({ container: `,"resources":{"limits":{"cpu":"${fill('1')}"}}` })),
  'a number': review(podOf({ spec: `,"x":${fill('1')}` })),
  'a thousand containers': review(
    podOf({
      container: Array.from({ length: 999 }, (_, index) => `},{"name":"c${index}","image":"${'b'.repeat(4000)}"`).join(
        '',
      ),
    }),
  ),
};
