// Where the project's own files are, seen from the compiled tests.

import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** What the image gives Node besides the command. */
export const nodeFlags: readonly string[] = ['--max-semi-space-size=4', '--heap-growing-percent=40', '--no-maglev'];

/** What the image sets for malloc. */
export const nodeEnvironment = { MALLOC_ARENA_MAX: '1' } as const;

/** The last commit of 0.1, which has no tag. */
export const formerCommit = '73ca254';

/** Whether to rewrite expected files instead of comparing with them. */
export const isUpdate = process.env['UPDATE'] === '1';
