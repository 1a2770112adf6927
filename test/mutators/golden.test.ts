import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse, stringify } from 'yaml';
import type { Evaluation } from '../../services/decisions/pipeline.js';
import { type Case, evaluatePod, pipelineOf, readCases, reviewOf } from '../kit/cases.js';
import { isUpdate } from '../kit/project.js';

// The explanation is expected as exactly as the Pod.
function describe({ results, warnings, operations, after }: Evaluation): unknown {
  const [result] = results;
  return {
    outcome: result?.outcome,
    reason: result?.reason,
    evidence: result?.evidence,
    warnings: warnings.map(({ code, message, path }) => ({ code, message, path })),
    operations,
    ...(after && { pod: after }),
  };
}

function evaluateCase(one: Case): unknown {
  const evaluation = evaluatePod(pipelineOf(one), one.input.pod, reviewOf(one));
  return JSON.parse(JSON.stringify(describe(evaluation)));
}

for (const one of readCases()) {
  const file = join(one.folder, 'expected.yaml');
  test(`${one.mutator} ${one.name}: ${one.input.about}`, (t) => {
    const actual = evaluateCase(one);
    if (isUpdate) {
      writeFileSync(file, stringify(actual, { lineWidth: 0, aliasDuplicateObjects: false }));
      t.fail('expected.yaml was rewritten: look at the diff, then run without UPDATE');
      return;
    }
    t.true(existsSync(file), `${file} is missing; UPDATE=1 writes it`);
    t.deepEqual(actual, parse(readFileSync(file, 'utf8')), 'UPDATE=1 npm run dev mutators/golden accepts what came');
  });

  test(`${one.mutator} ${one.name} has no file that nobody reads`, (t) => {
    t.deepEqual(readdirSync(one.folder).sort(), ['expected.yaml', 'input.yaml']);
  });
}
