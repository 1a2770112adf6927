// The process that sends Pods over gRPC, one call each or all over one stream.

import type { GrpcJob } from '../load/grpc/grpc-job.js';
import { runGrpcLoad } from '../load/grpc/run-grpc-load.js';
import type { Report } from '../load/job.js';
import { takeJobs } from '../load/worker.js';

takeJobs<GrpcJob, Report>(runGrpcLoad);
