// Manifests whose cost could grow faster than their length: each text repeats one thing that a reader of YAML, Helm's
// comments or differences has to look at.

import { PodMutator } from '../../../proto/load.js';
import type { Attack } from '../attack.js';
import { createCaller, frame, methods } from '../raw-grpc.js';
import { createPoster, openPlain, writeRequest } from '../raw-http.js';
import { repeat } from '../repeat.js';

const kib = 1024;
const pad = (text: string, length: number): string => text.repeat(Math.ceil(length / text.length));

function writePod(annotation: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'hostile', annotations: { 'dragonfly.io/inject': 'true', 'example.com/text': annotation } },
    spec: { containers: [{ name: 'app', image: 'app' }] },
  });
}

const yamlPod = (annotation: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: hostile\n  annotations:\n    dragonfly.io/inject: "true"\n    example.com/text: ${annotation}\nspec:\n  containers:\n    - {name: app, image: app}\n`;

/** By what is repeated. */
const manifests: readonly string[] = [
  yamlPod(`a${pad(' a', 272)} #`),
  yamlPod(pad('a:a ', 64 * kib)),
  yamlPod(`"${pad('\\"', 64 * kib)}"`),
  writePod(pad('\\', 64 * kib)),
  writePod(pad('"', 64 * kib)),
  pad('---\n', 4096 * kib),
  pad('--- \n# Source: a\n', 256 * kib),
  pad('# Source: ', 256 * kib),
  `${pad('kind: Namespace ', 256 * kib)}\n`,
  pad('\n  kind:   Namespace', 256 * kib),
  pad('[', 256 * kib),
  pad('{"a":', 256 * kib),
  pad('"', 256 * kib),
  pad("' '", 256 * kib),
  pad('- ', 64 * kib),
  pad('? ', 64 * kib),
  pad('&a ', 64 * kib),
  `a: &a [x]\n${Array.from({ length: 26 }, (_, index) => `b${index}: &b${index} [${pad(index === 0 ? '*a,' : `*b${index - 1},`, 40)}]\n`).join('')}`,
  pad('\t', 256 * kib),
  pad(' ', 256 * kib),
  pad('\r', 256 * kib),
  pad('a: b\n', 256 * kib),
  `{"apiVersion":"v1","kind":"List","items":[${pad('{},', 256 * kib)}{}]}`,
];

export const hostilePreviewCalls: Attack = {
  name: 'hostile manifests to Preview',
  victim: 'pair',
  answers: ['OK', 'INVALID_ARGUMENT', 'RESOURCE_EXHAUSTED', 'DEADLINE_EXCEEDED'],
  prepare({ grpc }) {
    const requests = manifests.map((manifest) => frame(PodMutator.service.Preview.requestSerialize({ manifest })));
    const call = createCaller(grpc);
    return (tally, signal) =>
      repeat({ signal, atOnce: 2 }, async (number) =>
        tally.count(await call(methods.preview, requests[number % requests.length] as Buffer)),
      );
  },
};

export const hostilePreviews: Attack = {
  name: 'hostile manifests to POST /preview',
  victim: 'page',
  answers: ['200', '400', '413', '429', '504'],
  prepare({ playground }) {
    const requests = manifests.map((manifest) => writeRequest('/preview?timeout=5s', JSON.stringify({ manifest })));
    const post = createPoster(() => openPlain(playground));
    return (tally, signal) =>
      repeat({ signal, atOnce: 2 }, async (number) =>
        tally.count(await post(requests[number % requests.length] as Buffer)),
      );
  },
};
