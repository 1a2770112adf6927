// Where the project's own files are, seen from the compiled tests.

import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** What the image gives Node besides the command. */
export const nodeFlags: readonly string[] = ['--max-semi-space-size=8', '--heap-growing-percent=120', '--no-maglev'];

/** Whether to rewrite expected files instead of comparing with them. */
export const isUpdate = process.env['UPDATE'] === '1';
