// The linter: rules and the warnings of mutators → findings with their places.

import type { Finding__Output } from '../../proto/gen/podmutator/v1/Finding.js';
import type { Place__Output } from '../../proto/gen/podmutator/v1/Place.js';
import type { PreviewProblem__Output } from '../../proto/gen/podmutator/v1/PreviewProblem.js';
import type { Severity__Output } from '../../proto/gen/podmutator/v1/Severity.js';
import type { Warning__Output } from '../../proto/gen/podmutator/v1/Warning.js';
import type { Mutator } from '../decisions/mutator.js';
import type { ManifestObject } from '../manifest/list-objects.js';
import { commonAdvice } from '../pod/eligibility.js';
import { pointer } from '../pod/json-pointer.js';
import { findPosition } from './find-position.js';
import type { OwnedKey, Problem, Reviewed, Severity } from './rules/rule.js';
import { alwaysTold, inputInvalid, rules } from './rules.js';
import { findWarningMembers } from './warning-members.js';

const messageLengthMax = 1024;

export interface Linter {
  /** Findings in one object, in the order of the manifest. */
  readonly lint: (object: ManifestObject, reviewed: Reviewed | undefined) => Finding__Output[];
  /** What has to be told even if nobody asks for findings. */
  readonly warn: (object: ManifestObject, reviewed: Reviewed | undefined) => Warning__Output[];
}

export const severities: Readonly<Record<Severity, Severity__Output>> = {
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
        find({ object, reviewed, keys }).map(({ mutators, members, message, suggestion }) => ({
          mutator: mutators[0] ?? '',
          code,
          message: cutMessage(`${message}. ${suggestion}`),
          path: '',
          place: createPlace(object, members),
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

/** The finding for an object that could not be evaluated. */
export function reportInvalid({ message, place }: PreviewProblem__Output): Finding__Output {
  const { code, severity, suggestion } = inputInvalid;
  const { pointer: path = '', line = 1, column = 1 } = place ?? {};
  return { code, severity: severities[severity], message, suggestion, path, line, column, mutators: [] };
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
          mutators: mutator === '' ? [] : [mutator],
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
    mutators,
    message,
    suggestion,
  }: Problem & { readonly code: string; readonly severity: Severity },
): Finding__Output {
  return {
    code,
    severity: severities[severity],
    mutators: [...mutators],
    message: cutMessage(message),
    suggestion: suggestion.toWellFormed(),
    path: pointer(...members).toWellFormed(),
    ...findPosition(document, members),
  };
}

function createPlace({ document }: ManifestObject, members: readonly string[]): Place__Output {
  const place = { root: 'PLACE_ROOT_DOCUMENT', pointer: pointer(...members).toWellFormed() } as const;
  return { ...place, ...findPosition(document, members) };
}

function cutMessage(message: string): string {
  const text = message.toWellFormed();
  return text.length > messageLengthMax ? `${text.slice(0, messageLengthMax - 1).toWellFormed()}…` : text;
}
