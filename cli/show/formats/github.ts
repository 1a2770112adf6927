// `-o github`: annotations of the changed files.

import { nameObject, type PreviewedMutator, type PreviewedObject } from '../../inputs/previewed.js';
import type { Format } from '../format.js';
import { type Annotation, writeGithubCommand } from '../github-command.js';

const pathsMax = 5;

export function createGithub(): Format {
  return {
    isApplied: false,
    add: ({ objects }) => objects.flatMap(annotate).map(writeGithubCommand).join(''),
    finish: () => '',
  };
}

function annotate(object: PreviewedObject): readonly Annotation[] {
  const { place, mutators, warnings, error } = object;
  const name = nameObject(object);
  return [
    ...(error ? [{ level: 'error', title: `${name}: not evaluated`, ...error } as const] : []),
    ...mutators.filter(({ outcome }) => outcome === 'mutated').map((result) => announce(object, result)),
    ...warnings.map(({ mutator, code, message }): Annotation => {
      const title = `${name}: ${[mutator, code].filter(Boolean).join(' ')}`;
      return { level: 'warning', ...place, title, message };
    }),
  ];
}

function announce(object: PreviewedObject, { mutator, reason, message, operations }: PreviewedMutator): Annotation {
  const own = operations.flatMap((index) => object.operations[index] ?? []);
  const paths = own.slice(0, pathsMax).map(({ op, path }) => `${op} ${path}`);
  const rest = own.length > pathsMax ? [`and ${own.length - pathsMax} more`] : [];
  const title = `${nameObject(object)}: changed by ${mutator} (${reason})`;
  const place = own[0]?.place ?? object.place;
  return { level: 'notice', ...place, title, message: [message, ...paths, ...rest].join('\n') };
}
