// The difference of one document, unified or side by side. Made when it comes into sight: a manifest may hold hundreds.

import { defaultKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { appearance } from '../editor/appearance.js';
import { createShadowHost } from '../editor/shadow-host.js';
import type { MutatorResult } from '../preview/response.js';
import { type AuthorDetail, createAuthorGutter } from './author-gutter.js';
import type { Difference } from './read-difference.js';

export interface DifferenceView {
  readonly dom: HTMLElement;
  /** Shows a difference, which is read when it is wanted; without one, there is nothing to see. */
  readonly show: (readDifference: (() => Difference) | undefined, options: DifferenceOptions) => void;
  readonly close: () => void;
}

export interface DifferenceOptions {
  readonly title: string;
  readonly layout: 'unified' | 'split';
  readonly detail: AuthorDetail;
  /** Names of mutators; colours are given out by position. */
  readonly order: readonly string[];
  readonly onAsk: (authors: readonly MutatorResult[], place: DOMRect) => void;
}

const collapseUnchanged = { margin: 3, minSize: 4 };

export function createDifferenceView(): DifferenceView {
  const { dom, root } = createShadowHost('difference');
  let shown: { readonly destroy: () => void } | undefined;
  let open: (() => void) | undefined;
  const clear = (): void => {
    shown?.destroy();
    shown = undefined;
    root.replaceChildren();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      open?.();
      open = undefined;
    },
    { rootMargin: '300px' },
  );

  return {
    dom,
    show(readDifference, options) {
      dom.hidden = readDifference === undefined;
      open = undefined;
      if (readDifference === undefined) {
        clear();
        return;
      }
      const openNow = (): void => {
        clear();
        const difference = readDifference();
        shown =
          options.layout === 'split' ? openSplit(root, difference, options) : openUnified(root, difference, options);
      };
      // What was in sight changes at once; anything else when it comes into sight.
      if (shown) {
        openNow();
        return;
      }
      open = openNow;
      // Anew, so that the observer tells about what is in sight now.
      observer.unobserve(dom);
      observer.observe(dom);
    },
    close() {
      observer.disconnect();
      clear();
    },
  };
}

function openUnified(root: ShadowRoot, difference: Difference, options: DifferenceOptions): EditorView {
  const { title, detail, order, onAsk } = options;
  const { before, after, findAuthors, changes } = difference;
  return new EditorView({
    root,
    parent: root,
    doc: after,
    extensions: [
      readOnly(`Difference of ${title}. Enter on a changed line shows why.`, difference),
      unifiedMergeView({
        original: before,
        mergeControls: false,
        highlightChanges: false,
        collapseUnchanged,
        diffConfig: { override: () => changes },
      }),
      createAuthorGutter({ findAuthors, order, detail, onAsk }),
    ],
  });
}

function openSplit(root: ShadowRoot, difference: Difference, options: DifferenceOptions): MergeView {
  const { title, order, onAsk } = options;
  const { before, after, findAuthors, changes } = difference;
  return new MergeView({
    root,
    parent: root,
    highlightChanges: false,
    diffConfig: { override: () => changes },
    collapseUnchanged,
    a: { doc: before, extensions: [readOnly(`${title} before`, difference)] },
    b: {
      doc: after,
      extensions: [
        readOnly(`${title} after. Enter on a changed line shows why.`, difference),
        createAuthorGutter({ findAuthors, order, detail: 'name', onAsk }),
      ],
    },
  });
}

function readOnly(label: string, { firstLine }: Difference): Extension {
  return [
    appearance,
    yaml(),
    lineNumbers({ formatNumber: (line) => String(line + firstLine - 1) }),
    EditorState.readOnly.of(true),
    // A text that has a cursor but takes no input: screens must not bring up a keyboard.
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-readonly': 'true',
      inputmode: 'none',
      tabindex: '0',
    }),
    keymap.of(defaultKeymap),
  ];
}
