// The process that sends honest reviews, apart from attackers and from what is attacked.

import { takeJobs } from '../../../bench/load/worker.js';
import { type HonestJob, type HonestReport, runHonestLoad } from '../honest-load.js';

takeJobs<HonestJob, HonestReport>(runHonestLoad);
