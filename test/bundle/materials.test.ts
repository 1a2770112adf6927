// The bill of materials: what is in the bundles is told from what the bundler noted, and is held here against what the
// source maps say.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { projectRoot } from '../kit/project.js';

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly object[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly properties: readonly { readonly value: string }[];
}

const read = (name: string): Promise<string> => readFile(join(projectRoot, 'build', name), 'utf8');
const readComponents = async (): Promise<readonly Component[]> => JSON.parse(await read('sbom.cdx.json')).components;

/** Packages by name and version that the source maps of a folder name. */
async function readMapped(folder: string): Promise<ReadonlySet<string>> {
  const maps = (await readdir(join(projectRoot, 'build', folder))).filter((name) => name.endsWith('.js.map'));
  const sources = await Promise.all(maps.map(async (name) => JSON.parse(await read(join(folder, name))).sources));
  const folders = sources.flat().flatMap((source) => /node_modules\/(?:.*\/)?.*/.exec(source)?.[0] ?? []);
  const packages = new Set(folders.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? ''));
  const named = [...packages].map(async (path) => {
    // Maps of packages that were compiled themselves name folders of their makers.
    const text = await readFile(join(projectRoot, path, 'package.json'), 'utf8').catch(() => undefined);
    if (text === undefined) return [];
    const { name, version } = JSON.parse(text);
    return [`${name} ${version}`];
  });
  return new Set((await Promise.all(named)).flat());
}

test('every package in the bundle of the commands is a component, with the version that is in it', async (t) => {
  const components = (await readComponents()).map(({ name, version }) => `${name} ${version}`);
  const mapped = await readMapped('chunks');
  t.true(mapped.size > 50, `${mapped.size}`);
  t.deepEqual(
    [...mapped].filter((one) => !components.includes(one)),
    [],
  );
});

test('every package that the bundle asks for from outside is a component, with all that it needs', async (t) => {
  const outside = (await read('materials/outside.txt')).trim().split('\n');
  const components = await readComponents();
  for (const folder of outside) {
    const { name, dependencies = {} } = JSON.parse(await readFile(join(projectRoot, folder, 'package.json'), 'utf8'));
    t.true(
      components.some((one) => one.name === name && one.properties.some(({ value }) => value === 'outside')),
      name,
    );
    for (const dependency of Object.keys(dependencies))
      t.true(outside.includes(`node_modules/${dependency}`), dependency);
  }
  t.true(outside.includes('node_modules/@peculiar/x509'));
});

test('the page is in it, and what only builds and tests is not', async (t) => {
  const names = (await readComponents()).map(({ name }) => name);
  for (const name of ['@codemirror/view', 'express', '@grpc/grpc-js']) t.true(names.includes(name), name);
  for (const name of ['typescript', 'ava', 'esbuild', '@biomejs/biome', 'fast-check'])
    t.false(names.includes(name), name);
});

test('components have a package URL, a licence and the digest of the package, and each licence is passed on', async (t) => {
  const licences = await read('licences.txt');
  for (const { name, version, purl, licenses, hashes } of await readComponents()) {
    t.is(purl, `pkg:npm/${name.replace('@', '%40')}@${version}`);
    t.is(licenses?.length, 1, name);
    t.regex(hashes?.[0]?.content ?? '', /^[0-9a-f]{128}$/, name);
    t.true(licences.includes(`${name} ${version}\n\n`), name);
  }
});
