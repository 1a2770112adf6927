// One object explained as text: the facts that decided, what would turn the decision, and what follows from it.

import type { Alternative__Output } from '../../../proto/gen/podmutator/v1/Alternative.js';
import type { PreviewedImpact } from '../../../proto/preview-impact.js';
import { nameObject, type PreviewedMutator, type PreviewedObject } from '../../inputs/previewed.js';
import { describeImpact } from '../describe-impact.js';
import { type Change, listChanges } from './changes.js';
import { layOut, quote, shorten } from './layout.js';
import { findLevel } from './levels.js';
import { listUnknowns } from './unknowns.js';

const levelNames = {
  Pod: 'the Pod itself',
  namespace: 'its namespace',
  settings: 'the settings of the mutator',
  request: 'the kind of the request',
} as const;

/** Writes the explanation; with `path` only who changed what there. */
export function describeObject(object: PreviewedObject, path: string | undefined): string {
  const { namespace, place, verdict, mutators, impact } = object;
  const where = namespace === '' ? '' : ` in namespace ${namespace}`;
  const head = layOut('', `${nameObject(object)}${where} (${place.file}:${place.line}): ${verdict}`);
  if (path !== undefined) {
    return `${head}${describePath(listChanges(object, path), path)}`;
  }
  if (verdict === 'error' || verdict === 'not-applicable') {
    return head + layOut('  ', object.error?.message ?? 'It holds no Pod, so there is nothing to decide.');
  }
  const about = impact && object.operations.length > 0 ? [`  impact\n${layOutImpact(impact)}`] : [];
  const unknowns = listUnknowns(object).map((sentence) => layOut('    - ', sentence));
  return [
    head,
    ...mutators.map((mutator) => describeMutator(object, mutator)),
    ...about,
    `  not known here\n${unknowns.join('')}`,
  ].join('\n');
}

function describeMutator({ operations }: PreviewedObject, result: PreviewedMutator): string {
  const { mutator, outcome, reason, message, evidence, alternatives = [] } = result;
  const own = result.operations.flatMap((index) => operations[index] ?? []);
  return [
    layOut(`  ${mutator}: `, `${outcome}, ${reason}`),
    layOut('    ', message),
    layOut('    ', `Decided by ${levelNames[findLevel(result)]}.`),
    ...evidence.flatMap(({ path, found, wanted }) => [
      layOut('    looked at  ', path),
      layOut('      found    ', found === '' ? 'nothing' : quote(found)),
      ...(wanted === '' ? [] : [layOut('      another answer with  ', wanted)]),
    ]),
    ...describeAlternatives(alternatives),
    ...(own.length === 0 ? [] : [layOut('    changes  ', `${own.length}, the first: ${own[0]?.op} ${own[0]?.path}`)]),
  ].join('');
}

function layOutImpact(impact: PreviewedImpact): string {
  return describeImpact(impact)
    .flatMap(({ topic, text, details }) => [
      layOut(`    ${topic.padEnd(15)}`, text),
      ...details.map((detail) => layOut('      - ', detail)),
    ])
    .join('');
}

function describeAlternatives(alternatives: readonly Alternative__Output[]): readonly string[] {
  return alternatives.map(({ edits, reason }, index) => {
    const steps = edits.map(({ path, value }) =>
      value === undefined ? `remove ${path}` : `set ${path} to ${quote(value)}`,
    );
    return layOut(index === 0 ? '    to turn it  ' : '            or  ', `${steps.join(' and ')} (then ${reason})`);
  });
}

function describePath(changes: readonly Change[], path: string): string {
  if (changes.length === 0) {
    return layOut('  ', `Nothing changes at ${path}.`);
  }
  return changes
    .map(({ operation: { op, path: place, value }, authors }) =>
      [
        layOut('  ', `${op} ${place}`),
        ...(value === undefined ? [] : [layOut('    value   ', shorten(JSON.stringify(value)))]),
        ...authors.map(({ mutator, reason, message }) => layOut('    by      ', `${mutator} (${reason}): ${message}`)),
      ].join(''),
    )
    .join('');
}
