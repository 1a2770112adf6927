// The linter: rules and the warnings of mutators → findings with their places.

import type { Finding__Output } from '../../proto/gen/podmutator/v1/Finding.js';
import type { Severity__Output } from '../../proto/gen/podmutator/v1/Severity.js';
import type { Warning__Output } from '../../proto/gen/podmutator/v1/Warning.js';
import type { Mutator } from '../mutator.js';
import { commonAdvice } from '../pod/eligibility.js';
import { pointer } from '../pod/json-pointer.js';
import type { ManifestObject } from '../preview/list-objects.js';
import type { Reviewed } from '../preview/reviewed.js';
import { findPosition } from './find-position.js';
import type { OwnedKey, Problem, Severity } from './rule.js';
import { alwaysTold, inputInvalid, rules } from './rules.js';
import { findWarningMembers } from './warning-members.js';

const messageLengthMax = 1024;

export interface Linter {
  /** Findings in one object, in the order of the manifest. */
  readonly lint: (object: ManifestObject, reviewed: Reviewed | undefined) => Finding__Output[];
  /** What has to be told even if nobody asks for findings. */
  readonly warn: (object: ManifestObject, reviewed: Reviewed | undefined) => Warning__Output[];
}

const severities: Readonly<Record<Severity, Severity__Output>> = {
  note: 'SEVERITY_NOTE',
  warning: 'SEVERITY_WARNING',
  error: 'SEVERITY_ERROR',
};

/** Creates the linter for mutators with their settings, by name. */
export function createLinter(mutators: readonly Mutator[], settings: Readonly<Record<string, unknown>>): Linter {
  const keys: readonly OwnedKey[] = mutators.flatMap((mutator) =>
    (mutator.keys?.(settings[mutator.name]) ?? []).map((key) => ({ ...key, mutator: mutator.name })),
  );
  const advice = new Map<string, Readonly<Record<string, string>>>([
    ['', commonAdvice],
    ...mutators.map(({ name, advice: own = {} }) => [name, own] as const),
  ]);
  const listWarnings = createWarningReader(advice);
  return {
    warn: (object, reviewed) =>
      alwaysTold.flatMap(({ code, find }) =>
        find({ object, reviewed, keys }).map(({ mutator, message, suggestion }) => ({
          mutator,
          code,
          message: cutMessage(`${message}. ${suggestion}`),
          path: '',
        })),
      ),
    lint(object, reviewed) {
      const subject = { object, reviewed, keys };
      const findings = rules.flatMap(({ code, severity, find }) =>
        find(subject).map((problem) => createFinding(object, { ...problem, code, severity })),
      );
      return [...findings, ...listWarnings(object, reviewed)].sort(
        (one, other) => one.line - other.line || one.column - other.column,
      );
    },
  };
}

/** The finding for an object that could not be evaluated; its message begins with the place, as errors of previews do. */
export function reportInvalid(message: string, line: number): Finding__Output {
  const [start = '', foundLine, column] = /^line (\d+), column (\d+): /.exec(message) ?? [];
  const { code, severity, suggestion } = inputInvalid;
  return {
    code,
    severity: severities[severity],
    mutator: '',
    message: message.slice(start.length),
    suggestion,
    path: '',
    line: Number(foundLine ?? line),
    column: Number(column ?? 1),
  };
}

function createWarningReader(
  advice: ReadonlyMap<string, Readonly<Record<string, string>>>,
): (object: ManifestObject, reviewed: Reviewed | undefined) => readonly Finding__Output[] {
  const ownCodes = new Set(rules.map(({ code }) => code));
  return (object, reviewed) =>
    (reviewed?.evaluation.warnings ?? [])
      .filter(({ code }) => !ownCodes.has(code))
      .map(({ mutator, code, message, path }) =>
        createFinding(object, {
          code,
          severity: 'warning',
          mutator,
          message,
          suggestion: advice.get(mutator)?.[code] ?? advice.get('')?.[code] ?? '',
          members: [...object.path, ...(reviewed ? findWarningMembers(reviewed, { mutator, path }) : [])],
        }),
      );
}

function createFinding(
  { document }: ManifestObject,
  {
    members,
    code,
    severity,
    mutator,
    message,
    suggestion,
  }: Problem & { readonly code: string; readonly severity: Severity },
): Finding__Output {
  return {
    code,
    severity: severities[severity],
    mutator,
    message: cutMessage(message),
    suggestion: suggestion.toWellFormed(),
    path: pointer(...members).toWellFormed(),
    ...findPosition(document, members),
  };
}

function cutMessage(message: string): string {
  const text = message.toWellFormed();
  return text.length > messageLengthMax ? `${text.slice(0, messageLengthMax - 1).toWellFormed()}…` : text;
}
