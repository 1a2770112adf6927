// `-o sarif`: SARIF 2.1.0, which code scanning services read.
// Specification: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

import { createHash } from 'node:crypto';
import type { ListMutatorsResponse__Output } from '../../../proto/gen/podmutator/v1/ListMutatorsResponse.js';
import type { Format, FormatContext } from '../format.js';
import { nameObject, type PreviewedObject } from '../previewed.js';

interface Finding {
  readonly ruleId: string;
  readonly level: 'note' | 'warning' | 'error';
  readonly text: string;
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly object: PreviewedObject;
}

const notEvaluated = 'podmutator/NOT_EVALUATED';

export function createSarif({ version, listMutators }: FormatContext): Format {
  const findings: Finding[] = [];
  return {
    add({ objects }) {
      findings.push(...objects.flatMap(listFindings));
      return '';
    },
    async finish() {
      const rules = listRules(await listMutators(), new Set(findings.map(({ ruleId }) => ruleId)));
      const log = {
        $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
        version: '2.1.0',
        runs: [
          {
            tool: { driver: { name: 'podmutator', version, rules } },
            columnKind: 'utf16CodeUnits',
            results: findings.map((finding) => writeResult(finding, rules)),
          },
        ],
      };
      return `${JSON.stringify(log, null, 2)}\n`;
    },
  };
}

function listFindings(object: PreviewedObject): readonly Finding[] {
  const { mutators, warnings, error, place } = object;
  const changes = mutators
    .filter(({ outcome }) => outcome === 'mutated')
    .map(({ mutator, reason, message, operations }): Finding => {
      const at = object.operations[operations[0] ?? -1]?.place ?? place;
      const count = `${operations.length} ${operations.length === 1 ? 'operation' : 'operations'}`;
      return { ruleId: `${mutator}/${reason}`, level: 'note', text: `${message} ${count}.`, ...at, object };
    });
  const notes = warnings.map(
    ({ mutator, code, message }): Finding => ({
      ruleId: `${mutator || 'podmutator'}/${code}`,
      level: 'warning',
      text: message,
      ...place,
      object,
    }),
  );
  return [
    ...(error ? [{ ruleId: notEvaluated, level: 'error', text: error.message, ...error, object } as const] : []),
    ...changes,
    ...notes,
  ];
}

interface Rule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
}

// Only rules that were met: a run with one finding must not bring a hundred rules along.
function listRules(listing: ListMutatorsResponse__Output, met: ReadonlySet<string>): readonly Rule[] {
  const common = [...listing.commonReasons, ...listing.commonWarnings];
  const sentences = new Map([[notEvaluated, 'The object could not be evaluated.']]);
  for (const owner of [...listing.mutators, { name: 'podmutator', reasons: [], warnings: [] }]) {
    for (const { code, sentence } of [...common, ...owner.reasons, ...owner.warnings]) {
      sentences.set(`${owner.name}/${code}`, sentence);
    }
  }
  return [...met].sort().map((id) => ({ id, shortDescription: { text: sentences.get(id) ?? id } }));
}

function writeResult({ ruleId, level, text, file, line, column, object }: Finding, rules: readonly Rule[]): object {
  const region = line === undefined ? {} : { region: { startLine: line, ...(column && { startColumn: column }) } };
  const name = nameObject(object);
  // Lines move; this is how a finding is known again after an unrelated edit.
  const identity = [ruleId, object.apiVersion, object.kind, object.namespace, object.name, file].join('\n');
  return {
    ruleId,
    ruleIndex: rules.findIndex(({ id }) => id === ruleId),
    level,
    message: { text: `${name}: ${text}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: toUri(file) }, ...region },
        logicalLocations: [
          { fullyQualifiedName: [object.namespace, name].filter(Boolean).join('/'), kind: 'resource' },
        ],
      },
    ],
    partialFingerprints: { 'podmutatorObject/v1': createHash('sha256').update(identity).digest('hex') },
  };
}

function toUri(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${path}` : path;
}
