// Small rules at the edges of larger ones.

import test from 'ava';
import { compareRequests } from '../../services/impact/effective-requests.js';
import { readNetworkNames } from '../../services/mutators/macvtap/networks.js';
import { withCapabilities } from '../../services/pod/edits.js';
import { InputError } from '../../services/pod/input-error.js';
import type { Container, Pod } from '../../services/pod/pod.js';
import { findViolations } from '../../services/pod/violations.js';
import { toPodMutatorError } from '../../services/rpc/pod-mutator-error.js';
import { previewManifest } from '../kit/preview-manifest.js';

test('a line without a column counts from the first one', (t) => {
  const error = new InputError({
    reason: 'MANIFEST_INVALID',
    field: 'manifest',
    description: 'expected more',
    line: 3,
  });
  t.is(error.message, 'manifest: expected more (line 3, column 1)');
  t.deepEqual(toPodMutatorError(error).details.metadata, { line: '3', column: '1' });
});

test('a networks annotation that is JSON but no list of named attachments cannot be read', (t) => {
  t.is(readNetworkNames('{"name":"macvtap"}'), undefined);
  t.is(readNetworkNames('[{"name":5}]'), undefined);
  t.is(readNetworkNames('[null]'), undefined);
  t.deepEqual(readNetworkNames('[{"name":"a"},{"name":"b"}]'), ['a', 'b']);
});

test('capabilities are added where there is no security context yet, and nothing is where none are missing', (t) => {
  const container = { name: 'a' } as Container;
  t.deepEqual(withCapabilities(container, ['NET_ADMIN']), {
    name: 'a',
    securityContext: { capabilities: { add: ['NET_ADMIN'] } },
  });
  t.is(withCapabilities(container, []), container);
});

test('a privileged container may mount in both directions', (t) => {
  const mount = { name: 'v', mountPath: '/v', mountPropagation: 'Bidirectional' };
  const container = { name: 'a', securityContext: { privileged: true }, volumeMounts: [mount] };
  const pod = { apiVersion: 'v1', kind: 'Pod', spec: { volumes: [{ name: 'v' }], containers: [container] } };
  t.deepEqual(findViolations(pod as unknown as Pod), []);
});

test('evidence shows at most 256 characters of what was found', (t) => {
  const value = `macvtap${'x'.repeat(400)}`;
  const [result] = previewManifest(
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {k8s.v1.cni.cncf.io/networks: ${value}}}\nspec: {containers: [{name: a, image: a}]}\n`,
  );
  const found = result?.mutators.find(({ mutator }) => mutator === 'macvtap')?.evidence[0]?.found;
  t.is(found, `${value.slice(0, 255)}…`);
});

test('requests or limits of the Pod as a whole stand for those of its containers', (t) => {
  const container = (cpu: string): object => ({ name: 'a', resources: { requests: { cpu } } });
  const podWith = (resources: object, ...containers: readonly object[]): Pod =>
    ({ apiVersion: 'v1', kind: 'Pod', spec: { resources, containers } }) as unknown as Pod;
  const [one, two] = [container('1'), container('2')];
  for (const resources of [{ requests: { cpu: '4' } }, { limits: { cpu: '4' } }]) {
    t.deepEqual(compareRequests(podWith(resources, one), podWith(resources, one, two)), []);
    t.like(compareRequests(podWith({}, one), podWith(resources, one)), [{ resource: 'cpu', before: '1', after: '4' }]);
  }
  t.like(compareRequests(podWith({}, one), podWith({}, one, two)), [{ resource: 'cpu', before: '1', after: '3' }]);
});
