// The answer, out of the proto3 JSON form of podmutator.v1.PreviewResponse. What has its default value may be absent
// there, and what a newer service adds is left alone.

import type {
  Alternative,
  Finding,
  Impact,
  MutatorResult,
  Operation,
  Outcome,
  PreviewAnswer,
  PreviewResult,
  Severity,
  Verdict,
} from './response.js';

type Json = Readonly<Record<string, unknown>>;

/** Reads an answer. */
export function readAnswer(value: unknown): PreviewAnswer {
  const answer = object(value);
  return { results: list(answer['results']).map(readResult), configRevision: text(answer['configRevision']) };
}

function readResult(value: Json): PreviewResult {
  const { error, impact } = value;
  return {
    kind: text(value['kind']),
    namespace: text(value['namespace']),
    name: text(value['name']),
    document: number(value['document']),
    line: number(value['line']) || 1,
    verdict: error ? 'error' : word<Verdict>(value['verdict'], 'VERDICT_'),
    mutators: list(value['mutators']).map(readMutator),
    operations: list(value['operations']).map(readOperation),
    diff: text(value['diff']),
    warnings: list(value['warnings']).map(({ code }) => text(code)),
    ...(error ? { error: text(object(error)['message']) } : {}),
    findings: list(value['findings']).map(readFinding),
    ...(impact ? { impact: readImpact(object(impact)) } : {}),
  };
}

function readMutator(value: Json): MutatorResult {
  return {
    mutator: text(value['mutator']),
    outcome: word<Outcome>(value['outcome'], 'OUTCOME_'),
    reason: text(value['reason']),
    message: text(value['message']),
    evidence: list(value['evidence']).map(({ path, found, wanted }) => ({
      path: text(path),
      found: text(found),
      wanted: text(wanted),
    })),
    operationCount: Array.isArray(value['operationIndexes']) ? value['operationIndexes'].length : 0,
    alternatives: list(value['alternatives']).map(readAlternative),
  };
}

function readAlternative(value: Json): Alternative {
  return {
    edits: list(value['edits']).map(({ path, value: edit }) => ({
      path: text(path),
      ...(typeof edit === 'string' && { value: edit }),
    })),
    outcome: word<Outcome>(value['outcome'], 'OUTCOME_'),
    reason: text(value['reason']),
  };
}

function readOperation(value: Json): Operation {
  return {
    op: text(value['op']),
    path: text(value['path']),
    valueJson: text(value['valueJson']),
    mutators: texts(value['mutators']),
  };
}

function readFinding(value: Json): Finding {
  return {
    code: text(value['code']),
    severity: word<Severity>(value['severity'], 'SEVERITY_'),
    mutator: texts(value['mutators']).join(', '),
    message: text(value['message']),
    suggestion: text(value['suggestion']),
    line: number(value['line']) || 1,
    column: number(value['column']) || 1,
  };
}

function readImpact(value: Json): Impact {
  return {
    podSecurityBefore: word(value['podSecurityBefore'], 'POD_SECURITY_LEVEL_'),
    podSecurityAfter: word(value['podSecurityAfter'], 'POD_SECURITY_LEVEL_'),
    newBreaches: list(value['newBreaches']).map(({ check, container, detail }) => ({
      check: text(check),
      container: text(container),
      detail: text(detail),
    })),
    qosBefore: word(value['qosBefore'], 'QOS_CLASS_'),
    qosAfter: word(value['qosAfter'], 'QOS_CLASS_'),
    privilegesGained: list(value['privilegesGained']).map(({ container, privilege, mutator, needed }) => ({
      container: text(container),
      privilege: text(privilege),
      mutator: text(mutator),
      ...(typeof needed === 'boolean' && { needed }),
    })),
    imagesAdded: texts(value['imagesAdded']),
    requestsChanged: list(value['requestsChanged']).map(({ resource, before, after }) => ({
      resource: text(resource),
      before: text(before),
      after: text(after),
    })),
  };
}

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(object) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(text) : []);
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

// VERDICT_NOT_APPLICABLE → not-applicable. A value that is newer than this page comes by its name or as a number.
function word<Word extends string>(value: unknown, prefix: string): Word {
  const name = text(value);
  const known = name.startsWith(prefix) ? name.slice(prefix.length) : 'unknown';
  return known.toLowerCase().replaceAll('_', '-') as Word;
}
