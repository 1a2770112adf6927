// Why a mutator decided as it did, and what would turn the decision.

import { element } from '../element.js';
import type { Alternative, AlternativeEdit, Evidence, MutatorResult } from '../preview/response.js';
import { describePlace, readNamespaceEdits } from './describe.js';

export type TryAlternative = (edits: NonNullable<ReturnType<typeof readNamespaceEdits>>) => void;

/** The evidence of a result and its alternatives. */
export function createExplanation({ evidence, alternatives }: MutatorResult, onTry: TryAlternative): HTMLElement {
  return element(
    'div',
    { class: 'explanation' },
    element('h4', {}, 'What decided'),
    evidence.length === 0
      ? element('p', { class: 'quiet' }, 'No single fact: the reason says it all.')
      : element('ul', { class: 'facts' }, ...evidence.map(showEvidence)),
    element('h4', {}, 'What would turn it'),
    alternatives.length === 0
      ? element('p', { class: 'quiet' }, 'No small change of the Pod or its namespace does; settings may.')
      : element('ul', { class: 'facts' }, ...alternatives.map((alternative) => showAlternative(alternative, onTry))),
  );
}

function showEvidence({ path, found, wanted }: Evidence): HTMLElement {
  const { what, name } = describePlace(path);
  return element(
    'li',
    {},
    element('div', {}, `${what} `, element('code', {}, name)),
    element(
      'div',
      { class: 'fact-values' },
      element('span', {}, 'found ', found === '' ? element('em', {}, 'nothing') : element('code', {}, found)),
      wanted !== '' && element('span', {}, 'another decision with ', element('code', {}, wanted)),
    ),
  );
}

function showAlternative({ edits, outcome, reason }: Alternative, onTry: TryAlternative): HTMLElement {
  const context = readNamespaceEdits(edits);
  return element(
    'li',
    { class: 'flip' },
    element(
      'div',
      {},
      ...edits.map((edit, index) => element('div', {}, index === 0 ? '' : 'and ', ...describeEdit(edit, index === 0))),
      element(
        'div',
        { class: 'fact-values' },
        element(
          'span',
          {},
          '→ ',
          element('span', { class: `outcome is-${outcome}` }, outcome),
          ' ',
          element('code', {}, reason),
        ),
      ),
    ),
    context && element('button', { type: 'button', class: 'button is-small', click: () => onTry(context) }, 'Try it'),
  );
}

function describeEdit({ path, value }: AlternativeEdit, isFirst: boolean): readonly (Node | string)[] {
  const { what, name } = describePlace(path);
  const code = element('code', {}, name);
  // A member has a name of its own; anything else is a pointer into something.
  const place = name.startsWith('/') ? [code, ` of the ${what}`] : [`the ${what} `, code];
  if (value === undefined) return [isFirst ? 'Remove ' : 'remove ', ...place];
  return [isFirst ? 'Set ' : 'set ', ...place, ' to ', element('code', {}, value)];
}
