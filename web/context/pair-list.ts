// Labels or annotations: rows of key and value, with one more than there are.

import { element } from '../element.js';
import type { Pair } from '../state.js';

export interface PairList {
  readonly dom: HTMLElement;
  readonly show: (pairs: readonly Pair[]) => void;
}

interface PairListOptions {
  /** One of them, as in "label". */
  readonly noun: string;
  readonly keyExample: string;
  readonly valueExample: string;
  readonly onChange: (pairs: readonly Pair[]) => void;
}

export function createPairList({ noun, keyExample, valueExample, onChange }: PairListOptions): PairList {
  const rows = element('div', { class: 'pairs' });
  const add = element('button', { type: 'button', class: 'button is-small', click: addRow }, `Add ${noun}`);
  const dom = element('div', {}, rows, add);

  const readRows = (): readonly Pair[] =>
    [...rows.children].map((row) => {
      const [key, value] = row.querySelectorAll('input');
      return { key: key?.value ?? '', value: value?.value ?? '' };
    });
  const tell = (): void => onChange(readRows());

  function createRow({ key, value }: Pair): HTMLElement {
    const field = (name: string, text: string, example: string): HTMLInputElement =>
      element('input', {
        type: 'text',
        'aria-label': `${noun} ${name}`,
        placeholder: example,
        value: text,
        autocomplete: 'off',
        autocapitalize: 'off',
        spellcheck: 'false',
        input: tell,
      });
    const keyField = field('key', key, keyExample);
    const valueField = field('value', value, valueExample);
    // `key=value`, as the command line and most manuals have it, is both at once.
    keyField.addEventListener('input', () => {
      const [, before, behind] = /^([^=]+)=(.*)$/.exec(keyField.value) ?? [];
      if (before === undefined || behind === undefined) return;
      keyField.value = before;
      valueField.value = behind;
      valueField.focus();
      tell();
    });
    const remove = element(
      'button',
      {
        type: 'button',
        class: 'button is-small is-quiet',
        'aria-label': `Remove ${noun} ${key}`,
        click: () => {
          row.remove();
          tell();
          add.focus();
        },
      },
      '×',
    );
    const row = element(
      'div',
      { class: 'pair' },
      keyField,
      element('span', { class: 'equals', 'aria-hidden': 'true' }, '='),
      valueField,
      remove,
    );
    return row;
  }

  function addRow(): void {
    const row = createRow({ key: '', value: '' });
    rows.append(row);
    row.querySelector('input')?.focus();
  }

  return { dom, show: (pairs) => rows.replaceChildren(...pairs.map(createRow)) };
}
