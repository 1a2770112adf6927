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
}

export function createResultsPage({ machine, settings, judgements, tables, skipped }: Results): string {
  return [
    '# Results of the bench',
    '',
    'Written by `npm run bench`; how to read it is in [README.md](README.md).',
    '',
    machine,
    settings,
    '',
    ...[createGoalTable(judgements), ...tables].map(formatTable),
    ...(skipped.length === 0 ? [] : ['## Skipped', '', ...skipped.map(({ part, why }) => `- ${part}: ${why}`), '']),
  ].join('\n');
}
