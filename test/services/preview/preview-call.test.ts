import test from 'ava';
import { fromStatus } from '../../../proto/status.js';
import { detailsOf, failureOf, serve } from '../../kit/service.js';

const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: vm
  annotations:
    k8s.v1.cni.cncf.io/networks: macvtap0 # the network
spec:
  containers:
    - name: compute
      image: launcher
`;

test('Preview gives verdict, operations, patch, text and difference of each object', async (t) => {
  const { call } = await serve(t);
  const { results, configRevision } = await call('preview', { manifest, namespace: 'vms' });
  t.is(results.length, 1);
  t.like(results[0], { kind: 'Pod', name: 'vm', namespace: 'vms', line: 1, verdict: 'VERDICT_CHANGED', error: null });
  t.is(results[0]?.mutators[0]?.reason, 'REQUESTED_BY_ANNOTATION');
  t.true(results[0]?.patchedManifest.includes('macvtap0 # the network'));
  t.regex(results[0]?.diff ?? '', /^\+ +privileged: true$/m);
  t.is(configRevision, (await call('getServerInfo', {})).configRevision);
});

test('a document that cannot be evaluated has an error of its own, and the call works', async (t) => {
  const { call } = await serve(t);
  const broken = 'apiVersion: v1\nkind: Pod\nspec:\n  containers: 7\n';
  const { results } = await call('preview', { manifest: `${manifest}---\n${broken}` });
  t.deepEqual(
    results.map(({ verdict }) => verdict),
    ['VERDICT_CHANGED', 'VERDICT_ERROR'],
  );
  const error = results[1]?.error;
  t.is(error?.code, 3);
  t.like(error && fromStatus(error).details, { reason: 'POD_SHAPE_INVALID', metadata: { line: '15', column: '15' } });
});

test('a manifest without content is INVALID_ARGUMENT, one too large is RESOURCE_EXHAUSTED', async (t) => {
  const { call } = await serve(t);
  const empty = await failureOf(call('preview', { manifest: '' }));
  t.is(empty.code, 3);
  t.is(detailsOf(empty).details.violations?.[0]?.field, 'manifest');
  const large = await failureOf(call('preview', { manifest: 'x'.repeat(4 * 1024 * 1024 + 1) }));
  t.is(large.code, 8);
  t.is(detailsOf(large).details.reason, 'MANIFEST_TOO_LARGE');
});
