// What helm and kustomize make of what is shipped, without a cluster.

import { spawnSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import { projectRoot } from '../kit/project.js';
import { systemNamespace } from './installed.js';

export interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  // Manifests of many kinds: each test looks into those that it knows.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly [field: string]: any;
}

export const hasHelm = spawnSync('helm', ['version']).status === 0;
if (!hasHelm) process.stderr.write('test:manifests: the chart is not tested: helm is not on the PATH\n');

/** Renders the chart. */
export function render(...args: readonly string[]): {
  readonly text: string;
  readonly messages: string;
  readonly code: number | null;
} {
  const all = ['template', 'podmutator', 'dist/chart', '-n', systemNamespace, '--kube-version', '1.36.0', ...args];
  const { stdout, stderr, status } = spawnSync('helm', all, { cwd: projectRoot, encoding: 'utf8' });
  return { text: stdout, messages: stderr, code: status };
}

export const readObjects = (text: string): readonly Rendered[] =>
  parseAllDocuments(text).map((document) => document.toJS({ maxAliasCount: 100 }));

/** The object of a kind; the first one, or that of a name. */
export const find = (text: string, kind: string, name?: string): Rendered | undefined =>
  readObjects(text).find((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
