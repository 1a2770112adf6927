// What a format of the output is: told every document in order, it writes as early as it can.

import type { ListMutatorsResponse__Output } from '../../proto/gen/podmutator/v1/ListMutatorsResponse.js';
import type { PreviewedDocument } from '../inputs/previewed.js';
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
  /**
   * Whether what reads this usually applies it. Nothing of it is written then unless all went well: a Pod that was left
   * as it is by mistake must not be created.
   */
  readonly isApplied: boolean;
  /** Takes a document and returns the text that can be written by now. */
  readonly add: (document: PreviewedDocument) => string;
  /** Returns the rest. */
  readonly finish: (totals: Totals) => string | Promise<string>;
}

export type CreateFormat = (context: FormatContext) => Format;
