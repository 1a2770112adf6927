// What a bundle was made of: the packages, as package-lock.json knows them.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Where the bundlers leave the packages that they used, for the bill of materials. */
const folder = join(root, 'build/materials');

/** A package of package-lock.json, by its folder. */
export interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export type Lock = Readonly<Record<string, Locked>>;

export async function readLock(): Promise<Lock> {
  return JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')).packages as Lock;
}

/** Folders of the packages that files come from, such as `node_modules/express`. */
export function findPackages(files: readonly string[]): readonly string[] {
  const folders = files.map((file) => {
    const start = file.lastIndexOf('node_modules/');
    if (start < 0) return undefined;
    const end = file
      .slice(start)
      .split('/')
      .slice(0, file.startsWith('@', start + 13) ? 3 : 2);
    return file.slice(0, start) + end.join('/');
  });
  return [...new Set(folders)].filter((name) => name !== undefined).toSorted();
}

/** The name of the package in a folder. */
export const nameOf = (packageFolder: string): string =>
  packageFolder.slice(packageFolder.lastIndexOf('node_modules/') + 13);

/** Notes what a bundle was made of. */
export async function noteMaterials(bundle: string, packages: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${bundle}.json`), `${JSON.stringify(packages, null, 2)}\n`);
}

/** What has been noted, by the name of the bundle. */
export async function readMaterials(): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  const lists = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return new Map(names.map((name, index) => [name.replace('.json', ''), JSON.parse(lists[index] ?? '[]')]));
}

/** The packages that `names` need when they run, themselves included. */
export function findClosure(names: readonly string[], lock: Lock): readonly string[] {
  const found = new Set<string>();
  const add = (name: string, from: string): void => {
    const place = resolve(name, from, lock);
    if (found.has(place)) return;
    found.add(place);
    for (const dependency of Object.keys(lock[place]?.dependencies ?? {})) add(dependency, place);
  };
  for (const name of names) add(name, '');
  return [...found].toSorted();
}

// As Node looks for packages: in the folder of the package that asks, and then further up.
function resolve(name: string, from: string, lock: Lock): string {
  const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (lock[place]) return place;
  if (from === '') throw new Error(`package-lock.json: expected ${name}, found no such package`);
  return resolve(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), lock);
}

/** The text of the licence of a package, which asks to be passed on with its code. */
export async function readLicence(packageFolder: string, { license = 'unknown' }: Locked): Promise<string> {
  const names = await readdir(join(root, packageFolder));
  const name = names.find((one) => /^licen[cs]e(?:[-.](?:md|txt|mit))?$/i.test(one));
  return name === undefined ? `Licence: ${license}\n` : await readFile(join(root, packageFolder, name), 'utf8');
}
