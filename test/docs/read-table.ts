// docs/operating.md and its tables.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../kit/project.js';

export const operatingText = readFileSync(join(projectRoot, 'docs/operating.md'), 'utf8');

/** Cells of the rows of the table below a heading. */
export function readTable(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = operatingText.split(`\n## ${heading}\n`);
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}
