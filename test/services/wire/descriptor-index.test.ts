import test from 'ava';
import { readDescriptors } from '../../../proto/descriptor-set.js';
import { readDescriptorSet } from '../../../services/wire/descriptor-index.js';

const index = readDescriptorSet(readDescriptors());

for (const symbol of [
  'podmutator.v1.PodMutator',
  'podmutator.v1.PodMutator.MutatePods',
  'podmutator.v1.MutatePodRequest',
  'podmutator.v1.MutatePodRequest.pod_json',
  'podmutator.v1.MutatePodRequest.NamespaceLabelsEntry',
  'podmutator.v1.MutatePodResponse.decision',
  'podmutator.v1.Verdict',
  'podmutator.v1.VERDICT_CHANGED',
  'grpc.health.v1.HealthCheckResponse.SERVING',
  'google.rpc.Status',
]) {
  test(`${symbol} is found`, (t) => {
    t.true((index.findSymbol(symbol)?.length ?? 0) > 0);
  });
}

test('what is not defined is not found', (t) => {
  t.is(index.findSymbol('podmutator.v1.Verdict.VERDICT_CHANGED'), undefined);
  t.is(index.findSymbol(''), undefined);
  t.is(index.findFile('pod_mutator.proto'), undefined);
});

test('fields of every wire type are stepped over, also in files without a package', (t) => {
  const message = Buffer.from([0x22, 3, 0x0a, 1, 0x41]);
  const odd = Buffer.from([0x99, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0x9d, 0x06, 1, 2, 3, 4, 0x98, 0x06, 0x80, 1]);
  const file = Buffer.concat([Buffer.from([0x0a, 1, 0x66]), odd, message]);
  const set = readDescriptorSet(Buffer.concat([Buffer.from([0x0a, file.length]), file]));
  t.deepEqual(set.findSymbol('A'), [file]);
  t.deepEqual(set.findFile('f'), [file]);
});
