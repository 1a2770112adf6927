// Which goals were met: the median of all rounds against the limit.

import type { Goal } from './goals.js';
import { summarise } from './measure/statistics.js';
import type { Samples } from './samples.js';

export interface Judgement {
  readonly goal: Goal;
  readonly verdict: 'met' | 'missed' | 'not measured';
  readonly values: readonly number[];
}

export function judgeGoals(goals: readonly Goal[], samples: Samples): readonly Judgement[] {
  return goals.map((goal) => {
    const values = goal.read(samples);
    return { goal, values, verdict: values.length === 0 ? 'not measured' : isMet(goal, values) ? 'met' : 'missed' };
  });
}

// A figure that is no number, such as a ratio to nothing, meets no goal.
function isMet({ limit }: Goal, values: readonly number[]): boolean {
  const { median } = summarise(values);
  return 'atMost' in limit ? median <= limit.atMost : median >= limit.atLeast;
}
