// Paths in containers, compared as the kernel sees them: to the API server /data and /data/ are two places.

import { posix } from 'node:path';

/** `/data//x/./` is `/data/x`; a relative path starts at the root, as kubelet has it. What is no text has no place. */
export function normaliseMountPath(path: unknown): string | undefined {
  return typeof path === 'string' ? posix.resolve('/', path) : undefined;
}
