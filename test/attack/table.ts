// The table at the end of a run, in 80 columns.

import type { Measured } from './measure.js';

export interface Row {
  readonly name: string;
  readonly product: Measured;
  readonly bare: Measured;
}

const columns = [42, 5, 6, 8, 7, 6] as const;

export function formatTable(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ name, product, bare }) => [
    formatLine([
      name,
      sumOf(product.lost),
      product.wrong.length,
      `${product.p99Ms.toFixed(1)} ms`,
      (product.p99Ms / bare.p99Ms).toFixed(1),
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
