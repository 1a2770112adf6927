// Paths in containers, compared as the kernel sees them: to the API server /data and /data/ are two places.

import { posix } from 'node:path';

/** `/data//x/./` is `/data/x`; a relative path starts at the root, as kubelet has it. What is no text has no place. */
export function normaliseMountPath(path: unknown): string | undefined {
  if (typeof path !== 'string') {
    return undefined;
  }
  return isNormal(path) ? path : posix.resolve('/', path);
}

// Nearly every path is as it should be already, and each is compared several times in a review.
function isNormal(path: string): boolean {
  return path.startsWith('/') && !path.endsWith('/') && !path.includes('//') && !path.includes('/.');
}
