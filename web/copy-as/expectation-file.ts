// What the page shows, as a regression test: manifest and expectations become files, and `podmutator test` runs them.

import { stringify } from 'yaml';
import type { PreviewQuestion } from '../preview/request.js';
import type { PreviewAnswer, PreviewResult } from '../preview/response.js';
import type { CopyFormat } from './copy-format.js';
import { feed, quoteWord } from './shell.js';

const manifestFile = 'playground.yaml';
const expectationFile = 'playground.podmutator-test.yaml';

export const expectationFileFormat: CopyFormat = {
  id: 'expectation-file',
  label: 'Expectation file',
  about:
    'Writes the manifest and what is decided now into two files, and checks them. Keep them: CI tells what changes.',
  write: ({ question, answer, grpcAddress }) => {
    const cases = createCases(answer);
    if (cases.length === 0) return '# Nothing to expect: no object of the manifest was evaluated.\n';
    return [
      feed(`cat > ${manifestFile}`, question.manifest),
      feed(`cat > ${expectationFile}`, stringify(createFile(question, cases), { lineWidth: 0 })),
      `podmutator test --server ${quoteWord(grpcAddress)} ${expectationFile}\n`,
    ].join('');
  },
};

function createFile({ namespace, namespaceLabels, namespaceAnnotations }: PreviewQuestion, cases: readonly object[]) {
  const isGiven = (pairs: object): boolean => Object.keys(pairs).length > 0;
  return {
    inputs: [manifestFile],
    namespace,
    ...(isGiven(namespaceLabels) && { namespaceLabels }),
    ...(isGiven(namespaceAnnotations) && { namespaceAnnotations }),
    cases,
  };
}

function createCases({ results }: PreviewAnswer): readonly object[] {
  const key = ({ kind, name }: PreviewResult): string => `${kind}/${name}`;
  const keys = results.map((result) => key(result).toLowerCase());
  // A case names its object by kind and name, so it has to have a name, which no other object has.
  return results
    .filter(
      (result, index) => result.name !== '' && keys.indexOf(keys[index] ?? '') === keys.lastIndexOf(keys[index] ?? ''),
    )
    .filter(({ verdict }) => verdict !== 'not-applicable' && verdict !== 'error')
    .map((result) => ({
      name: `${key(result)} is ${result.verdict}`,
      object: key(result),
      expect: createExpectation(result),
    }));
}

function createExpectation({ verdict, mutators, warnings, operations }: PreviewResult) {
  const contains = operations.map(({ op, path, valueJson }) => ({
    op,
    path,
    ...(valueJson !== '' && { value: JSON.parse(valueJson) as unknown }),
  }));
  return {
    verdict,
    mutators: Object.fromEntries(mutators.map(({ mutator, outcome, reason }) => [mutator, { outcome, reason }])),
    warnings,
    ...(contains.length > 0 && { patch: { contains } }),
  };
}
