// Namespace facts from a file, for clusters without API access, for trials and for tests.

import { readTextFile } from '../../runtime/read-text-file.js';
import { watchFiles } from '../../runtime/watch-file.js';
import type { NamespaceFacts } from './facts.js';
import { readNamespaceManifest } from './manifest.js';
import type { NamespaceSource } from './source.js';

/** Ten thousand Namespaces, as kubectl prints them. */
const fileBytesMax = 16 * 1024 * 1024;

/** What reading the file led to. After an error the last good content stays. */
export type FileLoad =
  | { readonly ok: true; readonly namespaces: number }
  | { readonly ok: false; readonly error: Error };

export interface FileOptions {
  readonly path: string;
  /** Called after the first load and after every reload. */
  readonly onLoad: (result: FileLoad) => void;
  /** How often to look whether the file changed. */
  readonly intervalMs?: number;
}

/**
 * The source behind `--namespaces=FILE`; follows changes of the file.
 * @throws Error if the file cannot be read at the start
 */
export async function openNamespaceFile({ path, onLoad, intervalMs }: FileOptions): Promise<NamespaceSource> {
  let namespaces: ReadonlyMap<string, NamespaceFacts> = new Map();
  const load = async (): Promise<void> => {
    namespaces = await readNamespaceFile(path);
    onLoad({ ok: true, namespaces: namespaces.size });
  };
  let loading = load();
  const reload = (): void => {
    loading = loading.then(load).catch((error: Error) => onLoad({ ok: false, error }));
  };
  // Watching begins before the first reading ends, so that no change falls between the two.
  const watch = watchFiles([path], reload, intervalMs);
  try {
    await loading;
  } catch (error) {
    watch.close();
    throw error;
  }
  return {
    lookup(name) {
      const facts = namespaces.get(name);
      return facts ? { found: true, ...facts } : { found: false, reason: 'NAMESPACE_NOT_FOUND' };
    },
    isReady: () => true,
    close() {
      watch.close();
      return loading;
    },
  };
}

async function readNamespaceFile(path: string): Promise<ReadonlyMap<string, NamespaceFacts>> {
  const text = await readTextFile(path, fileBytesMax).catch((cause: Error) => {
    throw new Error(`cannot read the namespaces file "${path}": ${cause.message}`, { cause });
  });
  return readNamespaceManifest(path, text);
}
