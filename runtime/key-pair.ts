// A certificate and its private key, read from files and kept fresh while the process runs.
//
// Certificate, key and CA are separate files that are replaced together, and a reader can come between. Kubernetes
// swaps a symbolic link (`..data`) above all of them; other tools write one file after the other. So one reading counts
// only if every path still leads to the same place afterwards, and a pair counts only if the key belongs to the
// certificate. Until then the last good pair stays: an old certificate serves, half of a new one refuses everybody.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { type Watch, watchFiles } from './watch-file.js';

/** PEM as read from the files. `ca` holds the authorities that the peer's certificate must come from. */
export interface KeyPair {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca?: Buffer;
  /** The same for callers of /metrics. */
  readonly metricsCa?: Buffer;
  /** When the (first) certificate of `cert` expires. */
  readonly notAfter: Date;
}

export interface KeyPairSource {
  /** The last good pair. */
  current(): KeyPair;
  /** Calls `listener` with each new pair, not with the current one. Returns how to stop that. */
  subscribe(listener: (pair: KeyPair) => void): () => void;
  close(): void;
}

export interface KeyPairFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile?: string | undefined;
  readonly metricsCaFile?: string | undefined;
}

export interface KeyPairOptions {
  /** Told after each try to reload changed files: `(true)`, or `(false, why)` when the last good pair stays. */
  readonly onReload?: (ok: boolean, error?: Error) => void;
  /** How often the files are looked at, in milliseconds. */
  readonly intervalMs?: number;
}

/** Clocks of the issuer and of this machine may differ by so much. */
const clockSkewMs = 5 * 60_000;

const attempts = 5;
const attemptMs = 20;

/** A try that failed is repeated after so long even if no file changes: a disk error passes, a start date comes. */
const retryMs = 10_000;

/**
 * Loads the pair and follows its files. Never keeps the process alive.
 * @throws Error naming the files, if the first load gives no usable pair
 */
export async function createKeyPairSource(files: KeyPairFiles, options: KeyPairOptions = {}): Promise<KeyPairSource> {
  const source = new WatchedKeyPair(files, options, await loadKeyPair(files));
  source.follow();
  return source;
}

class WatchedKeyPair implements KeyPairSource {
  readonly #files: KeyPairFiles;
  readonly #options: KeyPairOptions;
  readonly #listeners = new Set<(pair: KeyPair) => void>();
  #pair: KeyPair;
  #watch: Watch | undefined;
  #retry: NodeJS.Timeout | undefined;
  #loading: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(files: KeyPairFiles, options: KeyPairOptions, first: KeyPair) {
    this.#files = files;
    this.#options = options;
    this.#pair = first;
  }

  current(): KeyPair {
    return this.#pair;
  }

  subscribe(listener: (pair: KeyPair) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#isClosed = true;
    this.#watch?.close();
    clearTimeout(this.#retry);
    this.#listeners.clear();
  }

  follow(): void {
    const { intervalMs = 1000 } = this.#options;
    const reload = (): void => this.#reload();
    this.#watch = watchFiles(pathsOf(this.#files), reload, intervalMs);
    // The watch knows no changes before its own first look; this catches one between the first load and that look.
    this.#retry = setTimeout(reload, intervalMs).unref();
  }

  /** One reload after the other, so that a slow old one cannot overwrite a newer one. */
  #reload(): void {
    this.#loading = this.#loading.then(() => this.#load());
  }

  async #load(): Promise<void> {
    if (this.#isClosed) {
      return;
    }
    clearTimeout(this.#retry);
    try {
      const pair = await loadKeyPair(this.#files);
      if (!this.#isClosed && !isSamePair(pair, this.#pair)) {
        this.#pair = pair;
        for (const listener of this.#listeners) listener(pair);
        this.#options.onReload?.(true);
      }
    } catch (error) {
      if (this.#isClosed) {
        return;
      }
      this.#retry = setTimeout(() => this.#reload(), retryMs).unref();
      this.#options.onReload?.(false, error as Error);
    }
  }
}

function pathsOf({ certFile, keyFile, caFile, metricsCaFile }: KeyPairFiles): readonly string[] {
  return [certFile, keyFile, caFile, metricsCaFile].filter((path) => path !== undefined);
}

function isSamePair(a: KeyPair, b: KeyPair): boolean {
  const isSame = (one: Buffer | undefined, other: Buffer | undefined): boolean =>
    one === undefined || other === undefined ? one === other : one.equals(other);
  return isSame(a.ca, b.ca) && isSame(a.metricsCa, b.metricsCa) && isSame(a.cert, b.cert) && isSame(a.key, b.key);
}

async function loadKeyPair(files: KeyPairFiles): Promise<KeyPair> {
  const cas = [files.caFile, files.metricsCaFile].filter((path) => path !== undefined).map((path) => `, CA ${path}`);
  const where = `certificate ${files.certFile}, key ${files.keyFile}${cas.join('')}`;
  try {
    const contents = await readTogether(pathsOf(files));
    const [cert, key] = contents;
    const ca = files.caFile === undefined ? undefined : contents[2];
    const metricsCa = files.metricsCaFile === undefined ? undefined : contents.at(-1);
    return checkPair({ cert: cert as Buffer, key: key as Buffer, ...(ca && { ca }), ...(metricsCa && { metricsCa }) });
  } catch (error) {
    throw new Error(`cannot use ${where}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Reads all files from the same state of their directories. What goes wrong in the middle of a swap, such as a folder
 * that is removed while a path through it is followed, is tried again at once: no later change would announce it.
 */
async function readTogether(paths: readonly string[]): Promise<readonly Buffer[]> {
  for (let attempt = 1; ; attempt += 1) {
    const contents = await readOnce(paths).catch((error: Error) => error);
    if (!(contents instanceof Error)) {
      return contents;
    }
    if (attempt === attempts) {
      throw contents;
    }
    await sleep(attemptMs);
  }
}

async function readOnce(paths: readonly string[]): Promise<readonly Buffer[]> {
  const resolve = (): Promise<string[]> => Promise.all(paths.map((path) => realpath(path)));
  const before = await resolve();
  const contents = await Promise.all(before.map((path) => readFile(path)));
  const after = await resolve();
  if (after.some((path, index) => path !== before[index])) {
    throw new Error('the files keep being replaced while they are read');
  }
  return contents;
}

/** The CAs of all clients. */
export function listClientCas({ ca, metricsCa }: Pick<KeyPair, 'ca' | 'metricsCa'>): readonly Buffer[] {
  return [ca, metricsCa].filter((pem) => pem !== undefined);
}

function checkPair(files: Omit<KeyPair, 'notAfter'>): KeyPair {
  const { cert, key } = files;
  const cas = listClientCas(files);
  const leaf = parse('the certificate is not PEM', () => new X509Certificate(cert));
  const privateKey = parse('the key is not an unencrypted PEM private key', () => createPrivateKey(key));
  if (!leaf.checkPrivateKey(privateKey)) {
    throw new Error('the key does not belong to the certificate');
  }
  const notAfter = new Date(leaf.validTo);
  if (notAfter.getTime() <= Date.now()) {
    throw new Error(`the certificate expired on ${notAfter.toISOString()}`);
  }
  const notBefore = new Date(leaf.validFrom);
  if (notBefore.getTime() > Date.now() + clockSkewMs) {
    throw new Error(`the certificate is not valid before ${notBefore.toISOString()}`);
  }
  for (const ca of cas) {
    parse('the CA file holds no PEM certificate', () => new X509Certificate(ca));
  }
  // The last word is with the library that will use them: it refuses weak keys and broken chains.
  parse('OpenSSL refuses the pair', () => createSecureContext({ cert, key, ...(cas.length > 0 && { ca: [...cas] }) }));
  return { ...files, notAfter };
}

function parse<T>(complaint: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${complaint} (${(error as Error).message})`, { cause: error });
  }
}
