// The goals and what became of them, as a table.

import type { Judgement } from '../judge-goals.js';
import type { Table } from '../layer.js';
import { formatCell, formatNumber } from './cell.js';

export function createGoalTable(judgements: readonly Judgement[]): Table {
  return {
    title: 'Goals',
    about: 'The median of all rounds counts; the smallest and the largest stand in parentheses.',
    columns: ['goal', 'limit', 'found', 'verdict'],
    rows: judgements.map(({ goal, values, verdict }) => [
      goal.about,
      formatLimit(goal),
      values.length === 0 ? '–' : `${formatCell(values, goal.digits)} ${goal.unit}`,
      verdict === 'missed' ? '**missed**' : verdict,
    ]),
  };
}

function formatLimit({ limit, unit, digits }: Judgement['goal']): string {
  return 'atMost' in limit
    ? `≤ ${formatNumber(limit.atMost, digits)} ${unit}`
    : `≥ ${formatNumber(limit.atLeast, digits)} ${unit}`;
}
