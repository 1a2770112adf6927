// What each mutator did with one workload, and why.

import { element } from '../element.js';
import type { MutatorResult, PreviewResult } from '../preview/response.js';
import { createExplanation, type TryAlternative } from './explanation.js';

interface MutatorTableOptions {
  /** Names of mutators whose explanation is open; changed by whoever opens or closes one. */
  readonly open: Set<string>;
  readonly onTry: TryAlternative;
}

/** One row for each mutator, in the order in which they ran. */
export function createMutatorTable({ mutators }: PreviewResult, options: MutatorTableOptions): HTMLElement {
  return element(
    'table',
    { class: 'mutators' },
    element('caption', { class: 'visually-hidden' }, 'Mutators, in the order in which they run'),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...['Mutator', 'Outcome', 'Reason'].map((title) => element('th', { scope: 'col' }, title)),
        element('th', { scope: 'col' }, element('span', { class: 'visually-hidden' }, 'Explanation')),
      ),
    ),
    element('tbody', {}, ...mutators.flatMap((mutator, index) => createRows(mutator, index, options))),
  );
}

function createRows(
  result: MutatorResult,
  index: number,
  { open, onTry }: MutatorTableOptions,
): readonly HTMLElement[] {
  const { mutator, outcome, reason, message, operationCount } = result;
  const details = element('tr', { class: 'details' }, element('td', { colspan: 4 }, createExplanation(result, onTry)));
  const button = element(
    'button',
    {
      type: 'button',
      class: 'button is-small',
      'aria-label': `Why ${mutator}?`,
      click: () => {
        if (!open.delete(mutator)) open.add(mutator);
        showOpen();
      },
    },
    'Why?',
  );
  const showOpen = (): void => {
    details.hidden = !open.has(mutator);
    button.setAttribute('aria-expanded', String(open.has(mutator)));
  };
  showOpen();
  const changes = `${operationCount} change${operationCount === 1 ? '' : 's'}`;
  const row = element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row' },
      element('span', { class: `tone tone-${index % 4}`, 'aria-hidden': 'true' }),
      mutator,
    ),
    element(
      'td',
      {},
      element('span', { class: `outcome is-${outcome}` }, outcome),
      operationCount > 0 && element('span', { class: 'quiet nowrap' }, ` ${changes}`),
    ),
    element('td', {}, element('div', {}, message), element('code', { class: 'code-name' }, reason)),
    element('td', { class: 'action' }, button),
  );
  return [row, details];
}
