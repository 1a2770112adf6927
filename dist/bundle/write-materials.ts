// `npm run bundle`, last: the bill of materials of what is built, and the licences that go with it. Scanners know
// packages by their folders, and a bundle has none. CycloneDX 1.6; without a date, so that the same sources give the same.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { externalPackages } from './external-packages.js';
import { findClosure, type Lock, nameOf, readLicence, readLock, readMaterials, root } from './materials.js';

const lock = await readLock();
const parts = new Map([...(await readMaterials()), ['outside', findClosure(externalPackages, lock)]]);
const packages = [...new Set([...parts.values()].flat())].toSorted();

const { name, version, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const bill = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    component: { type: 'application', 'bom-ref': name, name, version, licenses: [{ license: { id: license } }] },
  },
  components: packages.map((folder) => describe(folder, lock)),
};
await writeFile(join(root, 'build/sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);

const licences = await Promise.all(
  packages.map(async (folder) => {
    const locked = lock[folder];
    if (!locked) throw new Error(`package-lock.json: expected ${folder}, found no such package`);
    return `${nameOf(folder)} ${locked.version}\n\n${await readLicence(folder, locked)}`;
  }),
);
await writeFile(join(root, 'build/licences.txt'), licences.join(`\n\n${'-'.repeat(80)}\n\n`));
// Those that are no part of a file of ours, for whoever puts an image together.
await writeFile(
  join(root, 'build/materials/outside.txt'),
  (parts.get('outside') ?? []).map((one) => `${one}\n`).join(''),
);

function describe(folder: string, { [folder]: locked }: Lock): object {
  if (!locked) throw new Error(`package-lock.json: expected ${folder}, found no such package`);
  const packageName = nameOf(folder);
  const purl = `pkg:npm/${packageName.replace('@', '%40')}@${locked.version}`;
  const [, digest = ''] = /^sha512-(.*)$/.exec(locked.integrity ?? '') ?? [];
  return {
    type: 'library',
    'bom-ref': `${purl}#${folder}`,
    name: packageName,
    version: locked.version,
    purl,
    ...(locked.license && { licenses: [describeLicence(locked.license)] }),
    ...(digest && { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }),
    // Which of the bundles hold it; outside: a folder of its own beside them.
    properties: [...parts]
      .filter(([, folders]) => folders.includes(folder))
      .map(([part]) => ({ name: 'podmutator:part', value: part })),
  };
}

function describeLicence(text: string): object {
  return /[ (]/.test(text) ? { expression: text } : { license: { id: text } };
}
