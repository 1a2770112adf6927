// What all victims of a run share: a certificate, a Namespace, settings, ports, and a directory for what is written.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, createSecretFolder, type SecretFolder } from '../kit/certificates.js';

export interface Setting {
  readonly folder: string;
  readonly ca: string;
  readonly secret: SecretFolder;
  readonly namespacesFile: string;
  /** A path that is not in use, without an ending. */
  newPath(): string;
  remove(): Promise<void>;
}

const namespaces: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  shop: {},
  injected: { 'dragonflyoss-injection': 'enabled' },
  labelled: { 'dragonfly.io/inject': 'true' },
  restricted: { 'dragonflyoss-injection': 'enabled', 'pod-security.kubernetes.io/enforce': 'restricted' },
};

export const namespaceNames: readonly string[] = Object.keys(namespaces);

/** Labels of a namespace; none if it is not known. */
export function labelsOf(name: string): Record<string, string> {
  return name in namespaces ? { 'kubernetes.io/metadata.name': name, ...namespaces[name] } : {};
}

export async function createSetting(): Promise<Setting> {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-attack-'));
  const authority = await createAuthority();
  const secret = await createSecretFolder(await authority.issue());
  const namespacesFile = join(folder, 'namespaces.yaml');
  const documents = namespaceNames.map((name) => ({
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: { name, labels: labelsOf(name) },
  }));
  await writeFile(namespacesFile, documents.map((document) => `---\n${JSON.stringify(document)}\n`).join(''));
  let paths = 0;
  return {
    folder,
    ca: authority.ca,
    secret,
    namespacesFile,
    newPath() {
      paths += 1;
      return join(folder, String(paths));
    },
    async remove() {
      await secret.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Addresses with ports that were free a moment ago: what cannot write a log cannot tell which port it was given. */
export async function findAddresses(count: number): Promise<readonly string[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    }),
  );
}
