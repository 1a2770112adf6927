// The reasons of errors: in the contract, in the table of their codes, and in what the sources throw. And the form of all
// codes that callers may take for reasons of Kubernetes conditions.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { reasonCodes } from '../../proto/errors.js';
import { rules } from '../../services/lint/rules.js';
import { commonReasons, commonWarnings } from '../../services/pod/eligibility.js';
import { mutators } from '../../services/registry.js';
import { projectRoot } from '../kit/project.js';

const contract = readFileSync(join(projectRoot, 'proto/podmutator/v1/pod_mutator.proto'), 'utf8');
const [block = ''] = /^enum ErrorReason \{.*?^\}/ms.exec(contract) ?? [];
const documented = [...block.matchAll(/^ {2}\/\/ (\w+): .*\n {2}ERROR_REASON_(\w+) = \d+;$/gm)].map(
  ([, code, reason]) => [reason, code] as const,
);

function listSources(folder: string): readonly string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('gen/'))
    .map((name) => readFileSync(join(projectRoot, folder, name), 'utf8'));
}

test('the comment of each reason begins with its code', (t) => {
  t.deepEqual(Object.fromEntries(documented), { ...reasonCodes });
});

test('each reason is given somewhere', (t) => {
  const sources = ['services', 'adapter', 'proto'].flatMap(listSources).join('\n');
  for (const reason of Object.keys(reasonCodes)) {
    t.regex(sources, new RegExp(`(?:reason: |\\? |: |tooLarge\\()'${reason}'`), reason);
  }
});

test('all codes have the form that the contract promises', (t) => {
  const codes = [
    ...Object.keys({ ...reasonCodes, ...commonReasons, ...commonWarnings }),
    ...rules.map(({ code }) => code),
    ...mutators.flatMap(({ reasons, warnings }) => Object.keys({ ...reasons, ...warnings })),
  ];
  t.true(codes.length > 60);
  t.deepEqual(
    codes.filter((code) => !/^[A-Z][A-Z0-9_]*$/.test(code) || code.length > 128),
    [],
  );
});
