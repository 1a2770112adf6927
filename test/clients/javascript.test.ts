import test from 'ava';
import { askByGrpcJs, assertAnswers, findUntold, launchService } from './calls.js';

test('a client of grpc-js reads every answer, each field of the contract among them', async (t) => {
  const answers = await askByGrpcJs(await launchService(t));
  assertAnswers(t, answers);
  t.deepEqual(findUntold(answers), [
    'MutatePodResponse.denied',
    'Denied.message',
    'Denied.reason',
    'Denied.http_code',
    'Denied.mutator',
    'MutatorResult.expected_outcome',
    // Of a stream at its age, and of a settings file that has become unreadable.
    'MutatePodsResponse.closing',
    'SettingsState.error',
  ]);
});
