import test from 'ava';
import { describeCallFailure } from '../../../cli/commands/describe-call-failure.js';
import { type ErrorCode, type ErrorDetails, PodMutatorError } from '../../../proto/errors.js';

const describe = (message: string, code: ErrorCode, reason: ErrorDetails['reason'] = 'TRANSPORT'): string =>
  (describeCallFailure(new PodMutatorError(message, { code, reason } as ErrorDetails), 'far:50051') as Error).message;

test('a service that is not there is named with the innermost reason of the transport', (t) => {
  const nested =
    'round_robin: No connection established. Last error: No connection established. ' +
    'Last error: Error: connect ECONNREFUSED 10.0.0.1:50051. Resolution note: ';
  t.is(
    describe(nested, 'UNAVAILABLE'),
    'the service at far:50051 cannot be reached: connect ECONNREFUSED 10.0.0.1:50051; is it running, and is this its gRPC port?',
  );
  t.regex(
    describe('Name resolution failed for target dns:far:50051', 'UNAVAILABLE'),
    /: Name resolution failed [^;]+;/,
  );
});

test('a service that is gone in the middle is late, without the words of the transport', (t) => {
  const message = describe(
    'Deadline exceeded after 30.000s,name resolution: 0.020s,Waiting for LB pick',
    'DEADLINE_EXCEEDED',
  );
  t.is(message, 'the service at far:50051 did not answer in time; is it still running, and not overloaded?');
});

test('what the service itself says stays as it is', (t) => {
  t.is(describe('the service is stopping', 'UNAVAILABLE', 'DRAINING'), 'the service is stopping');
  const other = new Error('disk full');
  t.is(describeCallFailure(other, 'far:50051'), other);
});
