// Original file: proto/podmutator/v1/pod_mutator.proto

import type { ChangedLines as _podmutator_v1_ChangedLines, ChangedLines__Output as _podmutator_v1_ChangedLines__Output } from '../../podmutator/v1/ChangedLines.js';

/**
 * PreviewDocument is one document of the manifest. Each document is either its patched_text, or, if that is absent, its
 * lines of the manifest; put together, they are the manifest after all changes.
 */
export interface PreviewDocument {
  /**
   * The document, counted from 0.
   */
  'document'?: (number);
  /**
   * The line of the manifest at which it begins, counted from 1. Comments and markers ahead of its content belong to it.
   */
  'line'?: (number);
  /**
   * How many lines of the manifest it takes.
   */
  'lineCount'?: (number);
  /**
   * Its text after the changes; absent if it does not change.
   */
  'patchedText'?: (string);
  /**
   * The lines that change, in order.
   */
  'changedLines'?: (_podmutator_v1_ChangedLines)[];
  '_patchedText'?: "patchedText";
}

/**
 * PreviewDocument is one document of the manifest. Each document is either its patched_text, or, if that is absent, its
 * lines of the manifest; put together, they are the manifest after all changes.
 */
export interface PreviewDocument__Output {
  /**
   * The document, counted from 0.
   */
  'document': (number);
  /**
   * The line of the manifest at which it begins, counted from 1. Comments and markers ahead of its content belong to it.
   */
  'line': (number);
  /**
   * How many lines of the manifest it takes.
   */
  'lineCount': (number);
  /**
   * Its text after the changes; absent if it does not change.
   */
  'patchedText'?: (string);
  /**
   * The lines that change, in order.
   */
  'changedLines': (_podmutator_v1_ChangedLines__Output)[];
  '_patchedText'?: "patchedText";
}
