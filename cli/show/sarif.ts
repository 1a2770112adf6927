// SARIF 2.1.0, which code scanning services read.
// The types are those that the project DefinitelyTyped keeps with the standard's own schema.
// Specification: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

import { createHash } from 'node:crypto';
import type { Log, Result } from 'sarif';

export interface SarifResult {
  readonly ruleId: string;
  readonly level: 'note' | 'warning' | 'error';
  readonly text: string;
  readonly file: string;
  /** Both counted from 1. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Kind/name. */
  readonly object: string;
  readonly namespace: string;
  /** What does not change when lines move: by it a result is known again after an unrelated edit. */
  readonly identity: readonly string[];
}

export interface SarifRun {
  /** The name of the tool. */
  readonly name: string;
  readonly version: string;
  readonly results: readonly SarifResult[];
  /** The sentence about a rule; without one, its id has to do. */
  readonly describeRule: (id: string) => string | undefined;
  /** Under which name the identities are known; another one for another kind of identity. */
  readonly fingerprint: string;
}

/** Writes the log of one run. Rules are those that were met: one result must not bring a hundred of them along. */
export function writeSarif({ name, version, results, describeRule, fingerprint }: SarifRun): string {
  const ids = [...new Set(results.map(({ ruleId }) => ruleId))].sort();
  const rules = ids.map((id) => ({ id, shortDescription: { text: describeRule(id) ?? id } }));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name, version, rules } },
        columnKind: 'utf16CodeUnits',
        results: results.map((result) => writeResult(result, ids.indexOf(result.ruleId), fingerprint)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function writeResult(result: SarifResult, ruleIndex: number, fingerprint: string): Result {
  const { ruleId, level, text, file, line, column, object, namespace, identity } = result;
  const region = line === undefined ? {} : { region: { startLine: line, ...(column && { startColumn: column }) } };
  return {
    ruleId,
    ruleIndex,
    level,
    message: { text: `${object}: ${text}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: toUri(file) }, ...region },
        logicalLocations: [{ fullyQualifiedName: [namespace, object].filter(Boolean).join('/'), kind: 'resource' }],
      },
    ],
    partialFingerprints: { [fingerprint]: createHash('sha256').update(identity.join('\n')).digest('hex') },
  };
}

function toUri(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${path}` : path;
}
