// The same injection by the API server itself: policy.yaml.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { projectRoot } from '../project-root.js';
import { bindingsPath, policiesPath } from './admission-paths.js';
import type { Setup } from './setup.js';

export function readPolicySetup(): Setup {
  const text = readFileSync(join(projectRoot, 'bench/cluster/policy.yaml'), 'utf8');
  const [policy, binding] = parseAllDocuments(text).map((document) => document.toJS() as object);
  if (!policy || !binding) {
    throw new Error('bench/cluster/policy.yaml: expected a policy and its binding');
  }
  return {
    name: 'policy',
    title: 'MutatingAdmissionPolicy, no webhook',
    objects: [
      { path: policiesPath, object: policy },
      { path: bindingsPath, object: binding },
    ],
    pids: [],
    isAlike: true,
    stop: async () => undefined,
  };
}
