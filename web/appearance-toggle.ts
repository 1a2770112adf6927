// Light or dark: as the system has it, until somebody chooses. The choice stays in this browser.

import { findElement } from './element.js';

const key = 'podmutator-appearance';
const order = ['system', 'light', 'dark'] as const;
type Appearance = (typeof order)[number];

export function connectAppearanceToggle(): void {
  const button = findElement('appearance');
  let current = readChoice();
  const show = (): void => {
    if (current === 'system') delete document.documentElement.dataset['appearance'];
    else document.documentElement.dataset['appearance'] = current;
    button.setAttribute('aria-label', `Appearance: ${current}`);
    button.title = `Appearance: ${current}`;
    button.dataset['appearance'] = current;
  };
  button.addEventListener('click', () => {
    current = order[(order.indexOf(current) + 1) % order.length] ?? 'system';
    writeChoice(current);
    show();
  });
  show();
}

// A browser may refuse to keep anything; the choice then ends with the page.
function readChoice(): Appearance {
  try {
    const found = localStorage.getItem(key);
    return order.find((one) => one === found) ?? 'system';
  } catch {
    return 'system';
  }
}

function writeChoice(choice: Appearance): void {
  try {
    localStorage.setItem(key, choice);
  } catch {}
}
