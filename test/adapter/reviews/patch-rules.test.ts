// What every patch on the wire must be like, checklist B21–B28 and B30, for Pods whose parts are absent, null, empty
// or filled in every place that our mutators touch. The laws of the mutators judge results; this judges operations.

import test, { type ExecutionContext } from 'ava';
import * as jsonP3 from 'json-p3';
import { type Adapting, adapt, reviewOf } from '../../kit/adapter.js';

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

const states = ['absent', 'null', 'empty', 'filled'] as const;
type State = (typeof states)[number];

const resource = 'macvtap.network.kubevirt.io/eno1';

/** Every part that is touched, with an empty value and one of the user's. */
const parts: Readonly<Record<string, { readonly empty: unknown; readonly filled: unknown }>> = {
  volumes: { empty: [], filled: [{ name: 'mine', emptyDir: {} }] },
  initContainers: { empty: [], filled: [{ name: 'first', image: 'i', env: [{ name: 'A', value: '1' }] }] },
  env: { empty: [], filled: [{ name: 'MINE', value: '1' }] },
  volumeMounts: { empty: [], filled: [{ name: 'mine', mountPath: '/mine' }] },
  securityContext: { empty: {}, filled: { runAsUser: 107, 'zz/Future~1': [1] } },
  capabilities: { empty: {}, filled: { drop: ['MKNOD'], add: ['CHOWN'] } },
};

function put(holder: Record<string, unknown>, part: string, state: State): void {
  const { empty, filled } = parts[part] as (typeof parts)[string];
  if (state !== 'absent') holder[part] = { null: null, empty, filled }[state];
}

/** A Pod that wants both mutators; `state` gives the state of each part. */
function createPod(state: (part: string) => State): object {
  const securityContext: Record<string, unknown> = {};
  const container: Record<string, unknown> = {
    name: 'app',
    image: 'i',
    resources: { limits: { [resource]: '1' }, requests: { [resource]: '1' } },
    zzFuture: { a: 1 },
  };
  for (const part of ['env', 'volumeMounts', 'securityContext']) put(container, part, state(part));
  if (container['securityContext']) {
    Object.assign(securityContext, container['securityContext']);
    put(securityContext, 'capabilities', state('capabilities'));
    container['securityContext'] = securityContext;
  }
  const spec: Record<string, unknown> = { containers: [{ name: 'other', image: 'i' }, container], zzFuture: 1.5 };
  for (const part of ['volumes', 'initContainers']) put(spec, part, state(part));
  const annotations = { 'dragonfly.io/inject': 'true', 'k8s.v1.cni.cncf.io/networks': 'macvtap0', 'zz~/x': 'y' };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'vm', annotations }, spec };
}

async function patchOf({ review }: Adapting, pod: object): Promise<readonly Operation[]> {
  const { patch } = (await review(reviewOf(pod))).response;
  return patch === undefined ? [] : (JSON.parse(Buffer.from(patch, 'base64').toString()) as Operation[]);
}

/** A pointer into what may be changed: no root, no status, no identity, no index of two spellings. */
const goodPath = /^\/(?:spec|metadata\/(?:annotations|labels))(?:\/(?:[^/~]|~[01])+)+$/;
const badIndex = /\/(?:-\d+|0\d+)(?:\/|$)/;
/** What is made of entries or of many fields is never replaced or removed as a whole. */
const wholes = /^\/spec(?:\/(?:volumes|(?:initC|c)ontainers)(?:\/\d+)?)?$|\/(?:env|volumeMounts|resources)$/;

/** What stands at a path; null if nothing does. */
function read(document: unknown, path: string): unknown {
  return jsonP3.jsonpointer.resolve(path, document as never, null as never);
}

/** Applies one operation after the other, and looks at each in the document that it meets. */
function checkOperations(t: ExecutionContext, pod: object, operations: readonly Operation[]): object {
  let document = structuredClone(pod);
  for (const operation of operations) {
    const { op, path } = operation;
    const told = JSON.stringify(operation);
    t.true(['add', 'replace', 'remove'].includes(op), told);
    t.regex(path, goodPath, told);
    t.notRegex(path, badIndex, told);
    const parent = read(document, path.slice(0, path.lastIndexOf('/')));
    t.true(typeof parent === 'object' && parent !== null, `the parent is there: ${told}`);
    if (op !== 'add') t.false(wholes.test(path) && read(document, path) !== null, `no whole is overwritten: ${told}`);
    if (op === 'add' && !Array.isArray(parent)) {
      t.true(read(document, path) === null, `nothing of the user's is overwritten: ${told}`);
    }
    t.false(path.includes('zzFuture'), told);
    document = jsonP3.jsonpatch.apply([operation] as never, document as never) as object;
  }
  return document;
}

const others: readonly State[] = ['absent', 'filled'];
for (const part of Object.keys(parts)) {
  for (const state of states) {
    test(`${part} ${state}: operations that every API server applies, and none for the result`, async (t) => {
      const adapting = await adapt(t);
      for (const rest of others) {
        const stateOf = (name: string): State => (name === part ? state : rest);
        // A mount needs its volume: a Pod that is invalid already gets no patch.
        const isMounted = stateOf('volumes') === 'filled' || stateOf('volumeMounts') !== 'filled';
        const pod = createPod((name) => (name === 'volumeMounts' && !isMounted ? 'absent' : stateOf(name)));
        const operations = await patchOf(adapting, pod);
        t.true(operations.length > 0);
        t.deepEqual(await patchOf(adapting, checkOperations(t, pod, operations)), []);
      }
    });
  }
}

test('after another webhook has added a container, only that one is touched', async (t) => {
  const adapting = await adapt(t);
  const pod = createPod(() => 'filled');
  const result = checkOperations(t, pod, await patchOf(adapting, pod)) as { spec: { containers: object[] } };
  result.spec.containers.push({ name: 'late', image: 'i' });
  const operations = await patchOf(adapting, result);
  t.true(operations.length > 0);
  t.deepEqual(
    operations.filter(({ path }) => !path.startsWith('/spec/containers/2/')),
    [],
  );
});
