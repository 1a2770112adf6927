// The built page, in memory. It is small, and a path that is not in the list of files cannot lead anywhere.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { Request, Response } from 'express';

export interface Page {
  readonly type: string;
  readonly caching: string;
  /** The content by encoding; `identity` is always there, others if the build has made them. */
  readonly contents: ReadonlyMap<string, Content>;
}

interface Content {
  readonly body: Buffer;
  readonly tag: string;
}

/** Pages by their path below the folder; `index.html` is also at the empty path. */
export type Pages = ReadonlyMap<string, Page>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.yaml': 'text/plain; charset=utf-8',
};

/** Endings of files that hold another file in an encoding, the best one first. */
const encodings: readonly (readonly [ending: string, encoding: string])[] = [
  ['.br', 'br'],
  ['.gz', 'gzip'],
];

/** esbuild writes the hash of the content into names: such a file never changes. */
const hashedName = /-[A-Z0-9]{8}\.[a-z0-9.]+$/;

/** Reads all files of the folder; none if there is no such folder. */
export async function readPages(folder: string): Promise<Pages> {
  const files = await readFiles(folder);
  const pages = new Map<string, Page>();
  for (const [path, body] of files) {
    if (encodings.some(([ending]) => path.endsWith(ending))) continue;
    const contents = new Map([['identity', toContent(body)]]);
    for (const [ending, encoding] of encodings) {
      const encoded = files.get(path + ending);
      if (encoded) contents.set(encoding, toContent(encoded));
    }
    pages.set(path, {
      type: types[extname(path)] ?? 'application/octet-stream',
      caching: hashedName.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      contents,
    });
  }
  const index = pages.get('index.html');
  if (index) pages.set('', index);
  return pages;
}

/** Answers with a page, in the best encoding that the client takes. */
export function sendPage(request: Request, response: Response, { type, caching, contents }: Page): void {
  const encoding =
    encodings.map(([, name]) => name).find((name) => contents.has(name) && request.acceptsEncodings(name)) ??
    'identity';
  const { body, tag } = contents.get(encoding) as Content;
  const head = { 'cache-control': caching, etag: tag, vary: 'accept-encoding' };
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, head).end();
    return;
  }
  response.writeHead(200, {
    ...head,
    'content-type': type,
    'content-length': body.length,
    ...(encoding !== 'identity' && { 'content-encoding': encoding }),
  });
  response.end(body);
}

async function readFiles(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await listEntries(folder)) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(relative(folder, file).split(sep).join('/'), await readFile(file));
  }
  return files;
}

async function listEntries(folder: string) {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

function toContent(body: Buffer): Content {
  return { body, tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
