// A short message that goes away by itself, unless it tells of a problem.

import { findElement } from './element.js';

const shownMilliseconds = 4000;

/** Creates the function that shows messages. */
export function createNotice(): (message: string, kind: 'info' | 'problem') => void {
  const notice = findElement('notice');
  const text = findElement('notice-text');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = (): void => {
    notice.hidden = true;
    text.textContent = '';
  };
  findElement('notice-close').addEventListener('click', hide);
  return (message, kind) => {
    clearTimeout(timer);
    notice.hidden = false;
    notice.className = `notice is-${kind}`;
    text.textContent = message;
    if (kind === 'info') timer = setTimeout(hide, shownMilliseconds);
  };
}
