// What looks like a mistake, or keeps a document from being evaluated.

import { element } from '../element.js';
import type { Finding, PreviewResult } from '../preview/response.js';

/** Findings, the worst first; undefined if there are none. */
export function createProblemList(
  { findings, error, line }: PreviewResult,
  onGoTo: (line: number, column: number) => void,
): HTMLElement | undefined {
  // The error of a document is among its findings, with its place; if not, it still has to be said.
  const isTold = error === undefined || findings.some(({ severity }) => severity === 'error');
  const untold: Finding = {
    code: '',
    severity: 'error',
    mutator: '',
    message: error ?? '',
    suggestion: '',
    line,
    column: 1,
  };
  const all = isTold ? findings : [untold, ...findings];
  if (all.length === 0) return undefined;
  const order = ['error', 'warning', 'note'];
  const sorted = all.toSorted((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity));
  return element('ul', { class: 'problems' }, ...sorted.map((finding) => createProblem(finding, onGoTo)));
}

function createProblem(finding: Finding, onGoTo: (line: number, column: number) => void): HTMLElement {
  const { severity, code, message, suggestion, mutator, line, column } = finding;
  return element(
    'li',
    { class: `problem is-${severity}` },
    element('strong', { class: 'severity' }, severity),
    element(
      'div',
      {},
      element('div', {}, message),
      suggestion !== '' && element('div', { class: 'quiet' }, suggestion),
      element(
        'div',
        { class: 'problem-source' },
        element(
          'button',
          { type: 'button', class: 'link', click: () => onGoTo(line, column) },
          `line ${line}, column ${column}`,
        ),
        code !== '' && element('code', { class: 'code-name' }, code),
        mutator !== '' && element('span', { class: 'quiet' }, mutator),
      ),
    ),
  );
}
