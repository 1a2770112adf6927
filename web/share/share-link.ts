// The share button, and links that are opened.

import { findElement } from '../element.js';
import type { Store } from '../state.js';
import { copyText } from './copy-text.js';
import { decodeLink, encodeLink, isLink, LinkError } from './link.js';

interface ShareOptions {
  readonly store: Store;
  /** Tells a person what came of it. */
  readonly notify: (message: string, kind: 'info' | 'problem') => void;
}

/**
 * Connects the button, and opens the link that the page was called with.
 * @returns whether there was one, and it could be opened
 */
export async function connectShareLink({ store, notify }: ShareOptions): Promise<boolean> {
  findElement('share').addEventListener('click', () => void share());
  window.addEventListener('hashchange', () => void open());
  store.subscribe((_, origin) => {
    // The address would promise what the page does not show any more.
    if (origin !== 'page' && location.hash !== '') setFragment('');
  });
  return open();

  async function share(): Promise<void> {
    try {
      const fragment = await encodeLink(store.current());
      setFragment(fragment);
      const isCopied = await copyText(location.href);
      notify(isCopied ? 'Link copied. It holds the manifest itself.' : 'The link is in the address bar.', 'info');
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      notify(error.message, 'problem');
    }
  }

  async function open(): Promise<boolean> {
    if (!isLink(location.hash)) return false;
    try {
      store.update(await decodeLink(location.hash), 'page');
      return true;
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      notify(error.message, 'problem');
      return false;
    }
  }
}

function setFragment(fragment: string): void {
  history.replaceState(null, '', `${location.pathname}${location.search}${fragment}`);
}
