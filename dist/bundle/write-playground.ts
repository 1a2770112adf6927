// `npm run bundle`: makes the page in build/web out of web/. Names of files say what is in them, so that
// browsers may keep them for ever; each file stands there compressed as well, so that nobody compresses per request.

import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';
import { build } from 'esbuild';
import { findPackages, nameOf, noteMaterials, readLicence, readLock, root } from './materials.js';

const source = join(root, 'web');
const target = join(root, 'build/web');

interface Asset {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Bundles script and style, and collects the licences of what they are made of. */
async function bundle(entries: readonly string[]): Promise<readonly Asset[]> {
  const { outputFiles, metafile } = await build({
    entryPoints: entries.map((entry) => join(source, entry)),
    bundle: true,
    write: false,
    outdir: target,
    format: 'esm',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    minify: true,
    legalComments: 'none',
    loader: { '.yaml': 'text' },
    metafile: true,
    absWorkingDir: root,
    logLevel: 'warning',
  });
  const assets = outputFiles.map(({ path, contents }) => toAsset(basename(path), contents));
  const packages = findPackages(Object.keys(metafile.inputs));
  await noteMaterials('page', packages);
  return [...assets, toAsset('licences.txt', await collectLicences(packages))];
}

/** The licences of the packages: each asks to be passed on with its code. */
async function collectLicences(packages: readonly string[]): Promise<Uint8Array> {
  const lock = await readLock();
  const texts = await Promise.all(
    packages.map(
      async (folder) => `${nameOf(folder)}\n\n${await readLicence(folder, lock[folder] ?? { version: '' })}`,
    ),
  );
  return Buffer.from(texts.join('\n\n'));
}

function toAsset(name: string, content: Uint8Array): Asset {
  return { name: nameByContent(name, content), content };
}

function nameByContent(name: string, content: Uint8Array): string {
  // The form of esbuild's own hashes, by which servers see that a file never changes.
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  return `${basename(name, extname(name))}-${hash}${extname(name)}`;
}

const compressions = [
  { suffix: '.gz', compress: (content: Uint8Array) => promisify(gzip)(content, { level: 9 }) },
  {
    suffix: '.br',
    compress: (content: Uint8Array) =>
      promisify(brotliCompress)(content, {
        params: { [zlib.BROTLI_PARAM_QUALITY]: 11, [zlib.BROTLI_PARAM_SIZE_HINT]: content.length },
      }),
  },
];

async function write({ name, content }: Asset): Promise<void> {
  await writeFile(join(target, name), content);
  await Promise.all(
    compressions.map(async ({ suffix, compress }) => writeFile(join(target, name + suffix), await compress(content))),
  );
}

/** The page with the names that its files have now. */
function nameFiles(page: string, assets: readonly Asset[]): string {
  return assets.reduce((text, { name }) => {
    const plain = name.replace(/-[0-9A-F]{8}(\.\w+)$/, '$1');
    if (!text.includes(`"${plain}"`)) throw new Error(`web/index.html: expected a reference to "${plain}", found none`);
    return text.replace(`"${plain}"`, `"${name}"`);
  }, page);
}

const icon = toAsset('icon.svg', await readFile(join(source, 'icon.svg')));
const assets = [...(await bundle(['main.ts', 'style.css'])), icon];
const page = nameFiles(await readFile(join(source, 'index.html'), 'utf8'), assets);
await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await Promise.all([...assets, { name: 'index.html', content: Buffer.from(page) }].map(write));
