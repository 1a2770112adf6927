// What a format of the output is: told every document in order, it writes as early as it can.

import type { ListMutatorsResponse__Output } from '../../proto/gen/podmutator/v1/ListMutatorsResponse.js';
import type { PreviewedDocument } from './previewed.js';
import type { Totals } from './totals.js';

export interface FormatContext {
  readonly isColoured: boolean;
  /** Whether a change is what the caller looks for, as with `--exit-code`. */
  readonly isChangeFinding: boolean;
  readonly version: string;
  readonly configRevision: string;
  readonly listMutators: () => Promise<ListMutatorsResponse__Output>;
}

export interface Format {
  /** Takes a document and returns the text that can be written by now. */
  readonly add: (document: PreviewedDocument) => string;
  /** Returns the rest, piece by piece where it may be long. */
  readonly finish: (totals: Totals) => string | Promise<string | Iterable<Uint8Array>>;
}

export type CreateFormat = (context: FormatContext) => Format;
