// `-o summary`: a table that fits 80 columns. Below an object stands why mutators left it alone.

import type { PreviewedObject, Verdict } from '../../inputs/previewed.js';
import type { Format } from '../format.js';
import { describeTotals } from '../totals.js';

const lineLength = 80;
const widths = { kind: 12, name: 22, namespace: 12, verdict: 9, operations: 3 } as const;

const words: Readonly<Record<Verdict, string>> = {
  changed: 'changed',
  unchanged: 'unchanged',
  skipped: 'skipped',
  unknown: 'unknown',
  'not-applicable': 'no Pod',
  error: 'error',
};

export function createSummary(): Format {
  let isFirst = true;
  return {
    isApplied: false,
    add({ objects }) {
      const head =
        isFirst && objects.length > 0 ? [writeRow(['KIND', 'NAME', 'NAMESPACE', 'VERDICT', 'OPS', 'BY'])] : [];
      isFirst &&= objects.length === 0;
      return [...head, ...objects.flatMap(describe)].map((line) => `${line}\n`).join('');
    },
    finish: (totals) => `${isFirst ? '' : '\n'}${describeTotals(totals)}\n`,
  };
}

function describe(object: PreviewedObject): readonly string[] {
  const { kind, name, namespace, verdict, operations, mutators, warnings, error, place } = object;
  const changing = mutators.filter(({ outcome }) => outcome === 'mutated').map(({ mutator }) => mutator);
  const count = operations.length > 0 ? String(operations.length) : '-';
  const row = writeRow([kind || '-', name || '-', namespace || '-', words[verdict], count, changing.join(',') || '-']);
  const others = mutators.filter(({ outcome }) => outcome !== 'mutated');
  return [
    row,
    ...others.flatMap(({ mutator, outcome, reason, message }) => wrap(`${mutator} ${outcome}, ${reason}: ${message}`)),
    ...warnings.flatMap(({ code, message }) => wrap(`warning ${code}: ${message}`)),
    ...(error ? wrap(`${error.file}:${error.line ?? place.line}: ${error.message}`) : []),
  ];
}

type Row = readonly [kind: string, name: string, namespace: string, verdict: string, operations: string, by: string];

function writeRow([kind, name, namespace, verdict, operations, by]: Row): string {
  const cells = [
    pad(kind, widths.kind),
    pad(name, widths.name),
    pad(namespace, widths.namespace),
    pad(verdict, widths.verdict),
    operations.padStart(widths.operations),
  ];
  const start = `${cells.join(' ')} `;
  return start + cut(by, lineLength - start.length);
}

function pad(text: string, width: number): string {
  return cut(text, width).padEnd(width);
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '  ';
  for (const word of text.split(/\s+/)) {
    if (line.trim() !== '' && line.length + word.length > lineLength) {
      lines.push(line.trimEnd());
      line = '    ';
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()].map((one) => cut(one, lineLength));
}
