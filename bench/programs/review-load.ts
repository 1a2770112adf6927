// The process that posts reviews, apart from everything that is measured and from the bench itself.

import type { Job, Report } from '../load/job.js';
import { runLoad } from '../load/run-load.js';
import { takeJobs } from '../load/worker.js';

takeJobs<Job, Report>(runLoad);
