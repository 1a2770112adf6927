// The answer of the service against what a case expects.

import { stringify } from 'yaml';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import { toWord } from '../../proto/words.js';
import { findNearest } from '../../runtime/text/find-nearest.js';
import type { Operation } from '../../services/decisions/patch.js';
import { type FoundWrite, findWrites, isWanted } from './find-writes.js';
import { matchFragment } from './match-fragment.js';
import type { Expect, Write } from './schema.js';

/** What an object became. */
export interface Answer {
  readonly result: PreviewResult__Output;
  /** The patch in the coordinates of the object. */
  readonly operations: readonly Operation[];
  /** The object after the patch. */
  readonly after: unknown;
}

/** An expectation that was not met; `path` leads to it from `expect`. */
export interface Difference {
  readonly path: readonly (string | number)[];
  readonly expected: string;
  readonly found: string;
}

/** Compares everything but the snapshot. */
export function checkResult(expect: Expect, answer: Answer): readonly Difference[] {
  return [
    ...checkVerdict(expect, answer),
    ...checkMutators(expect, answer),
    ...checkWarnings(expect, answer),
    ...checkPatch(expect, answer),
    ...checkObject(expect, answer),
  ];
}

function checkVerdict({ verdict }: Expect, { result }: Answer): readonly Difference[] {
  const found = toWord(result.verdict, 'VERDICT_');
  const why = result.error ? `: ${result.error.message}` : '';
  return verdict === undefined || verdict === found
    ? []
    : [{ path: ['verdict'], expected: verdict, found: `${found}${why}` }];
}

function checkMutators({ mutators = {} }: Expect, { result }: Answer): readonly Difference[] {
  return Object.entries(mutators).flatMap(([name, { outcome, reason }]) => {
    const found = result.mutators.find(({ mutator }) => mutator === name);
    if (!found) {
      return [{ path: ['mutators', name], expected: `a result of ${name}`, found: describeMutators(result, name) }];
    }
    const words = [
      { key: 'outcome', expected: outcome, found: toWord(found.outcome, 'OUTCOME_') },
      { key: 'reason', expected: reason, found: found.reason },
    ];
    return words.flatMap(({ key, expected, found: word }) =>
      expected === undefined || expected === word ? [] : [{ path: ['mutators', name, key], expected, found: word }],
    );
  });
}

function describeMutators({ mutators }: PreviewResult__Output, name: string): string {
  const names = mutators.map(({ mutator }) => mutator);
  const nearest = findNearest(name, names);
  const list = names.length > 0 ? `results of ${names.join(', ')}` : 'no results of mutators';
  return nearest ? `${list}; did you mean "${nearest}"?` : list;
}

function checkWarnings({ warnings }: Expect, { result }: Answer): readonly Difference[] {
  const toText = (codes: readonly string[]): string => codes.toSorted().join('\n') || 'no warnings';
  const found = toText(result.warnings.map(({ code }) => code));
  return warnings === undefined || toText(warnings) === found
    ? []
    : [{ path: ['warnings'], expected: toText(warnings), found }];
}

function checkPatch({ patch: { contains = [], absent = [] } = {} }: Expect, answer: Answer): readonly Difference[] {
  const { operations } = answer;
  const missing = contains.flatMap((wanted, index) => {
    const writes = findWrites(operations, wanted);
    return writes.some((one) => isWanted(one, wanted))
      ? []
      : [
          {
            path: ['patch', 'contains', index],
            expected: describeWanted(wanted),
            found: describeWrites(writes, answer),
          },
        ];
  });
  const surplus = absent.flatMap((unwanted, index) => {
    const writes = findWrites(operations, unwanted).filter((one) => isWanted(one, unwanted));
    const expected = `no ${describeWanted(unwanted)}`;
    return writes.length === 0
      ? []
      : [{ path: ['patch', 'absent', index], expected, found: describeWrites(writes, answer) }];
  });
  return [...missing, ...surplus];
}

function describeWanted(wanted: Write): string {
  return describeWrite({ ...wanted, op: wanted.op ?? 'write' });
}

function describeWrite(write: Omit<FoundWrite, 'op'> & { readonly op: string }): string {
  const { op, path, value } = write;
  return value === undefined ? `${op} ${path}` : `${op} ${path}\n${toYaml(value)}`;
}

function describeWrites(writes: readonly FoundWrite[], { operations }: Answer): string {
  if (writes.length > 0) {
    return writes.map(describeWrite).join('\n');
  }
  const places = operations.map(({ op, path }) => `\n${op} ${path}`).join('');
  return places === '' ? 'an empty patch' : `nothing there; the patch is${places}`;
}

function checkObject({ result: { contains, absent = [] } = {} }: Expect, { after }: Answer): readonly Difference[] {
  const differing = matchFragment(contains ?? {}, after).map(({ path, expected, found }) => ({
    path: ['result', 'contains'],
    expected: `at ${path}\n${toYaml(expected)}`,
    found: found === undefined ? `at ${path}\nnothing` : `at ${path}\n${toYaml(found)}`,
  }));
  const surplus = absent.flatMap((fragment, index) =>
    matchFragment(fragment, after).length > 0
      ? []
      : [{ path: ['result', 'absent', index], expected: 'no such part', found: toYaml(fragment) }],
  );
  return [...differing, ...surplus];
}

function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}
