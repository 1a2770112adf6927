// Errors and warnings of documents as lines for standard error, in the form that editors and compilers share:
// file:line:column: what it is.

import { nameObject, type PreviewedDocument } from '../inputs/previewed.js';

/** The lines about one document, each with its line break. */
export function describeProblems({ objects }: PreviewedDocument): string {
  return objects
    .flatMap((object) => {
      const { error, warnings, place } = object;
      const start = `${place.file}:${place.line}`;
      return [
        ...(error
          ? [`${[error.file, error.line, error.column].filter(Boolean).join(':')}: error: ${error.message}`]
          : []),
        ...warnings.map(
          ({ mutator, code, message }) =>
            `${start}: warning: ${nameObject(object)}: ${message} (${[mutator, code].filter(Boolean).join(' ')})`,
        ),
      ];
    })
    .map((line) => `${line}\n`)
    .join('');
}
