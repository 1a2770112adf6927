// The table at the end of a run, in 80 columns.

import type { Measured } from './measure.js';

export interface Row {
  readonly name: string;
  readonly product: Measured;
  readonly bare: Measured;
}

/** A review should take at most so many times as long as with the bare server; the table marks what takes longer. */
export const ratioGoal = 5;

const columns = [40, 5, 6, 10, 7, 6] as const;

export function formatTable(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ name, product, bare }) => [
    formatLine([
      name,
      sumOf(product.lost),
      product.wrong.length,
      `${product.p99Ms.toFixed(1)} ms`,
      `${(product.p99Ms / bare.p99Ms).toFixed(1)}${product.p99Ms > ratioGoal * bare.p99Ms ? '!' : ''}`,
      Math.round(Math.max(...product.processes.map(({ peakBytes }) => peakBytes)) / 2 ** 20),
    ]),
    `  answers: ${formatCounts(product.answers)}`,
  ]);
  return `${[formatLine(['attack', 'lost', 'wrong', 'p99', 'ratio', 'MiB']), ...lines].join('\n')}\n`;
}

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export function formatCounts(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([answer, count]) => `${answer} ${count}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function formatLine(cells: readonly (string | number)[]): string {
  return cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(columns[0]) : String(cell).padStart(columns[index] ?? 0)))
    .join('');
}
