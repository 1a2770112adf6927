// What the process that evaluates Pods without any wire is asked for, and what it reports. Plain data.

import type { MutatorCount } from '../payload/mutator-sets.js';

export interface PipelineJob {
  /**
   * `parse`: JSON.parse alone. `pipeline`: bytes of a Pod to bytes of a patch. `handler`: the whole service but for the
   * wire, with metrics, reasons and facts for the audit log.
   */
  readonly step: 'parse' | 'pipeline' | 'handler';
  readonly mutators: MutatorCount;
  readonly ms: number;
}

export interface PipelineReport {
  readonly cpuMicrosPerPod: number;
}
