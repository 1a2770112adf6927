// The edits of a document, proven: the edited text is read again and must hold exactly what was asked for. What cannot
// have changed is left out of the proof first; where that fails, the text as a whole decides.

import { YamlProblem } from '../../runtime/text/compose-yaml.js';
import { isSameJson } from '../decisions/patch.js';
import { PatchCheckError } from '../decisions/pipeline.js';
import { type ManifestDocument, readTree } from '../manifest/read-document.js';
import { leaveOut } from './leave-out.js';
import { planEdits } from './plan-edits.js';
import { applyEdits, sortEdits, type TextEdit } from './text-edit.js';

export interface Rewrite {
  readonly text: string;
  /** The edits of the document's text that lead to it, sorted. */
  readonly edits: readonly TextEdit[];
}

/**
 * Rewrites `document` to hold `after`, with the smallest edits that work. YAML has more corners than any planner
 * knows; where the small edits fail the proof, larger parts are written anew, in the end the whole document.
 * @throws PatchCheckError if even that fails: a bug
 */
export function rewriteDocument(document: ManifestDocument, after: unknown): Rewrite {
  let { plan, rewrite } = tryRewrite(document, after, Number.POSITIVE_INFINITY);
  for (let depth = plan.depth - 1; depth >= 0 && !rewrite; depth -= 1) {
    ({ plan, rewrite } = tryRewrite(document, after, depth));
  }
  if (!rewrite) {
    throw new PatchCheckError('the patched manifest does not hold the patched object');
  }
  return rewrite;
}

/** One attempt, with no edit deeper than `depth`. */
export function tryRewrite(
  document: ManifestDocument,
  after: unknown,
  depth: number,
): { readonly plan: { readonly depth: number }; readonly rewrite: Rewrite | undefined } {
  const plan = planEdits(document, after, depth);
  const edits = sortEdits(plan.edits);
  if (!edits) {
    return { plan, rewrite: undefined };
  }
  const text = applyEdits(document.segment.text, edits);
  const isProven = provesInPart(document, after, edits) || holds(text, after);
  return { plan, rewrite: isProven ? { text, edits } : undefined };
}

/** Whether reading what `edits` touch, without the rest of the document, proves that they lead to `after`. */
export function provesInPart(document: ManifestDocument, after: unknown, edits: readonly TextEdit[]): boolean {
  const short = leaveOut(document, after, edits);
  return short !== undefined && holds(applyEdits(document.segment.text, short.edits), short.expected);
}

/** Whether the text, read as a document, is `expected`. */
export function holds(text: string, expected: unknown): boolean {
  try {
    return isSameJson(readTree(text, 'read')?.value, expected);
  } catch (error) {
    if (error instanceof YamlProblem) {
      return false;
    }
    throw error;
  }
}
