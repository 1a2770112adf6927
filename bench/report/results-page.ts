// The whole page of results.

import type { Judgement } from '../judge-goals.js';
import type { Skip, Table } from '../layer.js';
import { createGoalTable } from './goal-table.js';
import { formatTable } from './markdown.js';

export interface Results {
  readonly machine: string;
  readonly settings: string;
  readonly judgements: readonly Judgement[];
  readonly tables: readonly Table[];
  readonly skipped: readonly Skip[];
  /** What stands between the product and its goals: a section of its own. */
  readonly obstacles: string;
}

export function createResultsPage({ machine, settings, judgements, tables, skipped, obstacles }: Results): string {
  return [
    '# Results of the bench',
    '',
    'Written by `npm run bench`; how to read it is in [README.md](README.md).',
    '',
    machine,
    settings,
    '',
    formatTable(createGoalTable(judgements)),
    obstacles,
    ...tables.map(formatTable),
    ...(skipped.length === 0 ? [] : ['## Skipped', '', ...skipped.map(({ part, why }) => `- ${part}: ${why}`), '']),
  ].join('\n');
}
