// `-o diff`: what a person looks at first. Every changed line says who changes it, and for which reason.

import { type PaintDiff, writeDiff } from '../../../proto/preview-diff.js';
import type { Format, FormatContext } from '../format.js';

export function createDiff({ isColoured }: FormatContext): Format {
  return {
    isApplied: false,
    add: ({ objects, changedLines }) =>
      objects.map((object) => writeDiff(object, changedLines, isColoured ? colour : undefined)).join(''),
    finish: () => '',
  };
}

const codes = { head: 1, hunk: 36, context: 0, added: 32, removed: 31, tag: 2 } as const;

const colour: PaintDiff = (text, kind) => (kind === 'context' ? text : `\u001b[${codes[kind]}m${text}\u001b[0m`);
