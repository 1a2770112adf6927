// The explanation beside a changed line. It closes by itself when somebody clicks elsewhere, or by Escape.

import { element, findElement } from '../element.js';
import type { MutatorResult } from '../preview/response.js';
import { createExplanation, type TryAlternative } from './explanation.js';

const margin = 12;

/** Creates the function that shows the authors of a line beside `place`. */
export function createExplanationPopover(
  onTry: TryAlternative,
): (authors: readonly MutatorResult[], place: DOMRect) => void {
  const popover = findElement('explanation');
  return (authors, place) => {
    const close = (): void => popover.hidePopover();
    popover.replaceChildren(
      ...authors.map((author) =>
        element(
          'section',
          {},
          element('h3', {}, author.mutator, ' ', element('code', {}, author.reason)),
          element('p', {}, author.message),
          createExplanation(author, (edits) => {
            close();
            onTry(edits);
          }),
        ),
      ),
      element(
        'button',
        { type: 'button', class: 'button is-small is-quiet popover-close', 'aria-label': 'Close', click: close },
        '×',
      ),
    );
    // The click that asks must not be the click elsewhere that closes.
    requestAnimationFrame(() => {
      popover.showPopover();
      moveBeside(popover, place);
      popover.focus();
    });
  };
}

function moveBeside(popover: HTMLElement, place: DOMRect): void {
  const { width, height } = popover.getBoundingClientRect();
  const left = Math.max(margin, Math.min(place.left, window.innerWidth - width - margin));
  const below = place.bottom + 6;
  const top = below + height + margin <= window.innerHeight ? below : Math.max(margin, place.top - height - 6);
  popover.style.left = `${left}px`;
  popover.style.top = `${top}px`;
}
