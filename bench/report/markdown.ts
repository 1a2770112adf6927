// Tables as Markdown, with columns of even width so that they can be read in a terminal as well.

import type { Table } from '../layer.js';

export function formatTable({ title, about, columns, rows }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  const ruler = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [`## ${title}`, '', about, '', line(columns), ruler, ...rows.map(line), ''].join('\n');
}
