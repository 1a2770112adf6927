// The column beside a difference that tells for each changed line which mutator changed it, and for which reason.

import { type Chunk, getChunks } from '@codemirror/merge';
import type { EditorState, Extension } from '@codemirror/state';
import { BlockType, EditorView, GutterMarker, gutter, keymap } from '@codemirror/view';
import { element } from '../element.js';
import type { MutatorResult } from '../preview/response.js';

/** How much there is room for. */
export type AuthorDetail = 'reason' | 'name' | 'mark';

interface AuthorGutterOptions {
  /** The mutators behind a line of the new text. */
  readonly findAuthors: (line: number) => readonly MutatorResult[];
  /** Colours are given out by position. */
  readonly order: readonly string[];
  readonly detail: AuthorDetail;
  /** Somebody wants to know why; `place` is where they asked. */
  readonly onAsk: (authors: readonly MutatorResult[], place: DOMRect) => void;
}

class AuthorMarker extends GutterMarker {
  readonly #authors: readonly MutatorResult[];
  readonly #isFirst: boolean;
  readonly #options: AuthorGutterOptions;

  constructor(authors: readonly MutatorResult[], isFirst: boolean, options: AuthorGutterOptions) {
    super();
    this.#authors = authors;
    this.#isFirst = isFirst;
    this.#options = options;
  }

  override eq(other: AuthorMarker): boolean {
    return other.#authors === this.#authors && other.#isFirst === this.#isFirst;
  }

  override toDOM(): HTMLElement {
    const { order, detail } = this.#options;
    const title = this.#authors.map(({ mutator, reason }) => `${mutator} ${reason}`).join(', ');
    return element(
      'span',
      { class: `cm-authors${this.#isFirst ? ' is-first' : ''}`, title: `${title}: click for the evidence` },
      // Names come first: where there is no room for all reasons, the title has them.
      ...this.#authors.map(({ mutator }) =>
        element('span', { class: `cm-author cm-tone-${order.indexOf(mutator) % 4}` }, detail !== 'mark' && mutator),
      ),
      detail === 'reason' &&
        element('span', { class: 'cm-reason' }, this.#authors.map(({ reason }) => reason).join(', ')),
    );
  }
}

/** Adds the column to the editor of the new text, or of both texts in one. */
export function createAuthorGutter(options: AuthorGutterOptions): Extension {
  // The same list for the same line, so that markers are recognised.
  const known = new Map<number, readonly MutatorResult[]>();
  const findAuthors = (line: number): readonly MutatorResult[] => {
    const found = known.get(line) ?? options.findAuthors(line);
    known.set(line, found);
    return found;
  };
  const findAt = (state: EditorState, position: number): readonly MutatorResult[] =>
    findChunk(state, position) ? findAuthors(state.doc.lineAt(position).number) : [];

  function ask(view: EditorView, position: number): boolean {
    const authors = findAt(view.state, position);
    const place = view.coordsAtPos(position);
    if (authors.length === 0 || !place) return false;
    options.onAsk(authors, new DOMRect(place.left, place.top, 0, place.bottom - place.top));
    return true;
  }

  function askByMouse(view: EditorView, position: number, { clientX, clientY }: MouseEvent): boolean {
    const authors = findAt(view.state, position);
    if (authors.length === 0) return false;
    options.onAsk(authors, new DOMRect(clientX, clientY, 0, 0));
    return true;
  }

  return [
    gutter({
      class: 'cm-author-gutter',
      side: 'after',
      lineMarker(view, { from }) {
        const chunk = findChunk(view.state, from);
        if (!chunk || chunk.fromB === chunk.toB) return null;
        const authors = findAt(view.state, from);
        const above = from > chunk.fromB ? findAt(view.state, from - 1) : [];
        return new AuthorMarker(authors, above.map(nameOf).join() !== authors.map(nameOf).join(), options);
      },
      // What was there before stands as a block above the line that has taken its place.
      widgetMarker(view, _, { type, from }) {
        const chunk = type === BlockType.WidgetBefore ? findChunk(view.state, from) : undefined;
        return chunk && chunk.fromA < chunk.toA ? new AuthorMarker(findAt(view.state, from), true, options) : null;
      },
      domEventHandlers: {
        click: (view, { from }, event) => askByMouse(view, from, event as MouseEvent),
      },
    }),
    // The line itself asks as well: on a telephone the column is a dot. Who marks text wants to copy it.
    EditorView.domEventHandlers({
      click: (event, view) => {
        const position = view.state.selection.main.empty ? view.posAtCoords(event) : null;
        return position !== null && askByMouse(view, position, event);
      },
    }),
    // The column and the lines are for the mouse; the cursor asks with the keyboard.
    keymap.of([{ key: 'Enter', run: (view) => ask(view, view.state.selection.main.head) }]),
  ];
}

const nameOf = ({ mutator }: MutatorResult): string => mutator;

function findChunk(state: EditorState, position: number): Chunk | undefined {
  return getChunks(state)?.chunks.find(
    ({ fromB, toB }) => (fromB <= position && position < toB) || (fromB === toB && fromB === position),
  );
}
