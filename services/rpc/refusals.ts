// Calls that are ended without an answer of their own, through no fault of what they asked for.

import { PodMutatorError } from '../../proto/errors.js';

export const draining = new PodMutatorError('the service is stopping', { code: 'UNAVAILABLE', reason: 'DRAINING' });

export const streamExpired = new PodMutatorError('the stream has reached its age; send again what has no answer', {
  code: 'UNAVAILABLE',
  reason: 'STREAM_EXPIRED',
});

export const overloaded = new PodMutatorError('too many calls in progress; try again later', {
  code: 'UNAVAILABLE',
  reason: 'OVERLOADED',
  retryAfterMs: 1000,
});

export const callTooLong = new PodMutatorError('the call took longer than the service allows', {
  code: 'DEADLINE_EXCEEDED',
  reason: 'CALL_TOO_LONG',
});

export const deadlinePassed = new PodMutatorError('the deadline passed before there was an answer', {
  code: 'DEADLINE_EXCEEDED',
  reason: 'DEADLINE_EXCEEDED',
});

export const callerGone = new PodMutatorError('the caller went away', { code: 'CANCELLED', reason: 'CALL_CANCELLED' });
