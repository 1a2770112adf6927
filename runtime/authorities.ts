// Certificate authorities alone, for a client that trusts a server but has no certificate of its own.

import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { CertificateSource } from './certificate-provider.js';
import { watchFiles } from './watch-file.js';

/** A source that follows its file until it is closed. */
export interface Authorities extends CertificateSource {
  close(): void;
}

/**
 * Reads the authorities and follows their file; one that cannot be used leaves the last good ones in force.
 * @throws Error naming the file, if the first try fails
 */
export async function openAuthorities(caFile: string, log: Logger): Promise<Authorities> {
  let ca = await readAuthorities(caFile);
  const listeners = new Set<() => void>();
  const reload = async (): Promise<void> => {
    try {
      ca = await readAuthorities(caFile);
      log.info({ authorities: caFile }, 'loaded the authorities');
      for (const listener of listeners) listener();
    } catch (error) {
      log.error({ err: error, authorities: caFile }, 'kept the last good authorities: the changed ones cannot be used');
    }
  };
  const watch = watchFiles([caFile], () => void reload());
  return {
    current: () => ({ ca }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => watch.close(),
  };
}

async function readAuthorities(file: string): Promise<Buffer> {
  try {
    const pem = await readFile(file);
    new X509Certificate(pem);
    return pem;
  } catch (cause) {
    throw new Error(`cannot use the authorities in ${file}: ${(cause as Error).message}`, { cause });
  }
}
