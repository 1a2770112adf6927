// What the process that sends Pods over gRPC is asked for. Plain data.

import type { Pod } from 'kubernetes-types/core/v1.js';
import type { Job } from '../job.js';

export interface GrpcJob extends Pick<Job, 'warmupMs' | 'window' | 'pids'> {
  /** As grpc-js takes it. */
  readonly target: string;
  readonly mode: 'unary' | 'stream';
  /** Pods on the way at the same time. */
  readonly inFlight: number;
  /** Pods in a message of the stream. */
  readonly perMessage: number;
  readonly pod: Pod;
  readonly expected: Pod;
}
