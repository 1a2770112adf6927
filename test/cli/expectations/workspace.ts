// A folder of files for one test, and `podmutator test` run on it.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFiles } from '../../../cli/expectations/find-files.js';
import { formatText } from '../../../cli/expectations/format-text.js';
import { runFile } from '../../../cli/expectations/run-file.js';
import { openOffline } from '../../../services/offline.js';
import { type Finished, type Owner, run } from '../../kit/command.js';

export interface Workspace {
  readonly folder: string;
  readonly write: (name: string, text: string) => Promise<void>;
  readonly read: (name: string) => Promise<string>;
  /** Runs the command on the folder; its path is left out of what comes back. */
  readonly test: (...args: readonly string[]) => Promise<Finished>;
  /** What `podmutator test --ci` prints for the folder, without a process of its own. */
  readonly check: () => Promise<string>;
}

export const manifest = `# a shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: front
spec:
  template:
    spec:
      containers:
        - name: web # serves pages
          image: web
---
apiVersion: v1
kind: Pod
metadata: {name: importer, annotations: {dragonfly.io/inject: "true"}}
spec:
  containers: [{name: importer, image: importer}]
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {dragonflyoss-injection: enabled}}
`;

/** Creates a folder with `manifest.yaml` in it. */
export async function createWorkspace(owner: Owner): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-test-'));
  owner.teardown(() => void rm(folder, { recursive: true, force: true }));
  const leaveOut = (text: string): string => text.replaceAll(`${folder}/`, '').replaceAll(folder, '.');
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  await write('manifest.yaml', manifest);
  return {
    folder,
    write,
    read: (name) => readFile(join(folder, name), 'utf8'),
    test: async (...args) => {
      const { code, stdout, stderr } = await run('podmutator', ['test', folder, ...args]);
      return { code, stdout: leaveOut(stdout), stderr: leaveOut(stderr) };
    },
    check: async () => {
      const options = { api: await openOffline(undefined), isRemote: false, mode: 'ci' } as const;
      const files = await findFiles([folder]);
      return leaveOut(formatText(await Promise.all(files.map((file) => runFile(file, options)))));
    },
  };
}

/** An expectation file of one case; `body` is the case but for name and object, indented by four. */
export function writeCase(object: string, body: string): string {
  return `inputs: [manifest.yaml]\ncases:\n  - name: one\n    object: ${object}\n${body}\n`;
}
