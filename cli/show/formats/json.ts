// `-o json`: everything that is known, for programs.

import { type ReportedObject, writeReport } from '../../../proto/preview-report.js';
import type { Format, FormatContext } from '../format.js';

export function createJson(about: FormatContext): Format {
  const reported: ReportedObject[] = [];
  return {
    isApplied: false,
    add({ input, objects }) {
      reported.push(...objects.map((object) => ({ object, input })));
      return '';
    },
    finish: () => writeReport(about, reported),
  };
}
