// Tells when a file has changed, by looking at it.
//
// Kubernetes renews mounted ConfigMaps and Secrets by swapping a symbolic link two levels above the file. Watching
// the file or its folder misses that on some kernels and fires too often on others; a `stat` a second is dull and
// never wrong.

import { stat } from 'node:fs/promises';

export interface Watch {
  close(): void;
}

/**
 * Calls `onChange` after any of the files was changed, replaced, removed or came back.
 * Nothing is called for the state found at the start. Never keeps the process alive.
 */
export function watchFiles(paths: readonly string[], onChange: () => void, intervalMs = 1000): Watch {
  let known: string | undefined;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const seen = (await Promise.all(paths.map(fingerprint))).join();
    if (isClosed) {
      return;
    }
    if (known !== undefined && seen !== known) {
      onChange();
    }
    known = seen;
    timer = setTimeout(look, intervalMs).unref();
  };
  void look();
  return {
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

async function fingerprint(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${dev}:${ino}:${size}:${mtimeNs}`;
  } catch {
    return 'missing';
  }
}
