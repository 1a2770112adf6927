// Which changes touch a path, who made them and why.

import { UsageError } from '../../flags/flags.js';
import type { PreviewedMutator, PreviewedObject, PreviewedOperation } from '../../inputs/previewed.js';

export interface Change {
  readonly operation: PreviewedOperation;
  /** Who made it. */
  readonly authors: readonly PreviewedMutator[];
}

/**
 * Reads `--path`: a JSON pointer into the document or into its Pod.
 * @throws UsageError for anything else
 */
export function readPath(path: string | undefined): string | undefined {
  if (path !== undefined && !path.startsWith('/')) {
    throw new UsageError(`--path: expected a JSON pointer such as /spec/containers/0/env, found "${path}"`);
  }
  let end = path?.length ?? 0;
  while (path?.[end - 1] === '/') end -= 1;
  return path?.slice(0, end);
}

/** The changes at `path`, below it, or of something around it; all of them without a path. */
export function listChanges({ operations, mutators }: PreviewedObject, path: string | undefined): readonly Change[] {
  return operations
    .filter(
      (operation) => path === undefined || [operation.path, operation.podPath].some((own) => isRelated(own, path)),
    )
    .map((operation) => ({
      operation,
      authors: mutators.filter(({ mutator }) => operation.mutators.includes(mutator)),
    }));
}

function isRelated(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}
