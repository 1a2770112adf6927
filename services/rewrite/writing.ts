// What every edit of one document needs to know about its text.

import type { LineIndex } from '../manifest/line-index.js';
import type { Literals } from '../manifest/read-value.js';
import type { BlockStyle } from './render.js';

export interface Writing {
  readonly text: string;
  readonly lines: LineIndex;
  /** The line break that the document uses. */
  readonly eol: string;
  readonly style: BlockStyle;
  readonly literals: Literals;
}
