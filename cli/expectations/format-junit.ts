// The report for CI systems: JUnit XML, one suite per file. No times and no host, so that the same input gives the
// same bytes.

import { escapeXml } from '../show/escape-xml.js';
import { formatDifference } from './format-text.js';
import { type CaseReport, countCases, type FileReport, readStatus } from './report.js';

/** Formats the reports as JUnit XML. */
export function formatJunit(files: readonly FileReport[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="podmutator test"${formatCounts(files)}>`,
    ...files.flatMap(formatSuite),
    '</testsuites>',
    '',
  ].join('\n');
}

function formatCounts(files: readonly FileReport[]): string {
  const { passed, failed, error } = countCases(files);
  return ` tests="${passed + failed + error}" failures="${failed}" errors="${error}"`;
}

function formatSuite(report: FileReport): readonly string[] {
  const { file, cases, error } = report;
  const broken = error === undefined ? [] : formatTest(file, 'the file can be used', [formatEntry('error', '', error)]);
  return [
    `  <testsuite name="${escapeXml(file)}"${formatCounts([report])}>`,
    ...broken,
    ...cases.flatMap((one) => formatTest(file, one.name, formatCase(one, file))),
    '  </testsuite>',
  ];
}

function formatTest(file: string, name: string, entries: readonly string[]): readonly string[] {
  const head = `    <testcase classname="${escapeXml(file)}" name="${escapeXml(name)}"`;
  return entries.length === 0 ? [`${head}/>`] : [`${head}>`, ...entries, '    </testcase>'];
}

function formatCase(report: CaseReport, file: string): readonly string[] {
  const { error, failures, line } = report;
  if (error !== undefined) {
    return [formatEntry('error', `${file}:${line}`, error)];
  }
  if (readStatus(report) === 'passed') {
    return [];
  }
  // One entry, as the format asks for, whatever the number of failures.
  const about = failures.map((failure) => failure.about).join(', ');
  const text = failures.map((failure) => {
    const head = `${file}:${failure.line}: ${failure.about} (- expected, + found)`;
    return `${head}\n${formatDifference(failure)}`;
  });
  return [formatEntry('failure', `${file}:${line}: ${about}`, text.join('\n'))];
}

function formatEntry(kind: 'failure' | 'error', message: string, text: string): string {
  const attribute = message === '' ? '' : ` message="${escapeXml(message)}"`;
  return `      <${kind}${attribute} type="${kind}">${escapeXml(text)}</${kind}>`;
}
