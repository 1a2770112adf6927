// A Pod may hold any JSON at any place. Whatever stands there, the answer is a decision, or an error that says what
// is wrong with the Pod: never an internal error.

import test from 'ava';
import { PodMutatorError } from '../../../proto/errors.js';
import type { MutatePodRequest__Output } from '../../../proto/gen/podmutator/v1/MutatePodRequest.js';
import { createPreviewRequest } from '../../../proto/preview-request.js';
import { openOfflineText } from '../../../services/offline.js';
import { pod } from './rich-pod.js';

const profiles: Readonly<Record<string, string>> = {
  seed: 'mutators: { dragonfly: { initContainers: true } }',
  'p2p-webhook': 'mutators: { dragonfly: { profile: p2p-webhook, socketMount: directory, warnOnStaleSocket: true } }',
  injector: 'mutators: { dragonfly: { profile: injector, proxyEnabled: true, initContainers: true } }',
};

/** Objects that cannot be turned into text, and look like lists and texts to careless code. */
const poison = {
  toString: 1,
  valueOf: 1,
  toJSON: 1,
  length: -1,
  constructor: 1,
  map: 1,
  name: { toString: 1 },
};
const values: readonly unknown[] = [poison, [poison], null, [null], 0, ''];

/** All copies of `value` in which one value, at any depth, is `other`. */
function* replaceEach(value: unknown, other: unknown, path = ''): Generator<readonly [path: string, copy: unknown]> {
  yield [path, other];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const [where, copy] of replaceEach(item, other, `${path}/${index}`)) yield [where, value.with(index, copy)];
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      for (const [where, copy] of replaceEach(member, other, `${path}/${key}`))
        yield [where, { ...value, [key]: copy }];
    }
  }
}

function requestOf(object: unknown): MutatePodRequest__Output {
  const nothing = { uid: '', subResource: '', dryRun: false, mutators: [], namespaceFacts: null, maxResponseBytes: 0 };
  const facts = { namespace: 'shop', namespaceLabels: { team: 'a' }, namespaceAnnotations: {} };
  const podJson = Buffer.from(JSON.stringify(object));
  return { ...nothing, ...facts, podJson, view: 'VIEW_FULL', operation: 'OPERATION_CREATE' };
}

/** Tells what went wrong; undefined if the answer is one that a caller can go on from. */
async function findFault(answer: Promise<unknown>): Promise<string | undefined> {
  try {
    await answer;
  } catch (error) {
    if (!(error instanceof PodMutatorError)) return String(error);
    if (error.details.code === 'INTERNAL') return String(error.cause);
  }
  return undefined;
}

for (const [profile, settings] of Object.entries(profiles)) {
  const api = openOfflineText(settings, profile);

  for (const value of values) {
    test(`${profile}: ${JSON.stringify(value)} at any place of a Pod is decided, or told`, async (t) => {
      const faults: string[] = [];
      for (const [path, copy] of replaceEach(pod, value)) {
        const fault = await findFault(api.mutatePod(requestOf(copy)));
        if (fault !== undefined) faults.push(`${path}: ${fault}`);
      }
      t.deepEqual(faults, []);
    });
  }
}

const api = openOfflineText('{}', 'settings');
const deployment = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'a', namespace: 'shop' } };
const claims = [{ metadata: { name: 'data' }, spec: {} }];
const { apiVersion: _version, kind: _kind, ...template } = pod;
const workload = { ...deployment, spec: { template, volumeClaimTemplates: claims } };
const namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { a: 'b' }, annotations: {} },
};
const list = { apiVersion: 'v1', kind: 'List', items: [namespace, workload] };

for (const value of values) {
  test(`${JSON.stringify(value)} at any place of a manifest is evaluated, or told`, async (t) => {
    for (const [path, copy] of replaceEach(list, value)) {
      const outputs = ['FINDINGS', 'ALTERNATIVES', 'DOCUMENTS', 'DIFF', 'IMPACT', 'OPERATIONS', 'JSON_PATCH'];
      const chosen = outputs.map((name) => `PREVIEW_OUTPUT_${name}` as 'PREVIEW_OUTPUT_DIFF');
      const request = createPreviewRequest({ manifest: JSON.stringify(copy), outputs: chosen });
      const answer = api.preview(request).then(({ results }) => {
        const internal = results.find(({ problem }) => problem?.reason === 'ERROR_REASON_INTERNAL_ERROR');
        if (internal) throw new Error(internal.problem?.message);
      });
      t.is(await findFault(answer), undefined, path);
    }
  });
}
