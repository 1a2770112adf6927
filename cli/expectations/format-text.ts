// The report for people: one line per case, and below a failed one what differs.

import { structuredPatch } from 'diff';
import { type CaseReport, countCases, type Failure, type FileReport, readStatus } from './report.js';

const words = { passed: 'ok   ', failed: 'FAIL ', error: 'ERROR' } as const;

/** Formats the reports; ends with the sum. */
export function formatText(files: readonly FileReport[]): string {
  const { passed, failed, error } = countCases(files);
  const sum = [`${passed} passed`, `${failed} failed`, ...(error > 0 ? [`${error} not evaluated`] : [])].join(', ');
  return [...files.flatMap(formatFile), sum, ''].join('\n');
}

function formatFile({ file, cases, error }: FileReport): readonly string[] {
  const problems = error === undefined ? [] : [`  ${words.error} the file cannot be used`, ...indent(error, 8)];
  return [file, ...problems, ...cases.flatMap((one) => formatCase(one, file)), ''];
}

function formatCase(report: CaseReport, file: string): readonly string[] {
  const { name, object, line, error, written, failures } = report;
  const status = readStatus(report);
  const place = status === 'passed' ? '' : ` (${object}, ${file}:${line})`;
  return [
    `  ${words[status]} ${name}${place}`,
    ...(error === undefined ? [] : indent(error, 8)),
    ...(written === undefined ? [] : [`        snapshot written: ${written}`]),
    ...failures.flatMap((failure) => formatFailure(failure, file)),
  ];
}

function formatFailure(failure: Failure, file: string): readonly string[] {
  const head = `        ${file}:${failure.line}: ${failure.about} (- expected, + found)`;
  return [head, ...indent(formatDifference(failure), 10)];
}

/** What was expected and what was found, as a diff. */
export function formatDifference({ expected, found }: Pick<Failure, 'expected' | 'found'>): string {
  const { hunks } = structuredPatch('', '', `${expected}\n`, `${found}\n`, '', '', { context: 3 });
  const isWhole = hunks.length === 1 && Math.max(expected.split('\n').length, found.split('\n').length) <= 12;
  return hunks
    .flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      ...(isWhole ? [] : [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`]),
      ...lines,
    ])
    .join('\n');
}

function indent(text: string, columns: number): readonly string[] {
  return text.split('\n').map((line) => `${' '.repeat(columns)}${line}`.trimEnd());
}
