// The report for programs. Members may be added; a change of what is there gets a new version.

import { countCases, type FileReport, readStatus } from './report.js';

/** Formats the reports as one JSON object. */
export function formatJson(files: readonly FileReport[]): string {
  const { passed, failed, error: errors } = countCases(files);
  const report = {
    version: 1,
    passed,
    failed,
    errors,
    files: files.map(({ file, cases, error }) => ({
      file,
      ...(error !== undefined && { error }),
      cases: cases.map((one) => ({ status: readStatus(one), ...one })),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
