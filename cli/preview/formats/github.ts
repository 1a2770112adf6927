// `-o github`: workflow commands, which GitHub Actions shows as annotations of the changed files.
// Syntax: https://docs.github.com/actions/reference/workflow-commands-for-github-actions

import type { Format } from '../format.js';
import { nameObject, type PreviewedMutator, type PreviewedObject } from '../previewed.js';

const pathsMax = 5;

export function createGithub(): Format {
  return {
    add: ({ objects }) => objects.flatMap(annotate).join(''),
    finish: () => '',
  };
}

function annotate(object: PreviewedObject): readonly string[] {
  const { place, mutators, warnings, error } = object;
  const name = nameObject(object);
  return [
    ...(error ? [writeCommand('error', { ...readPlace(error), title: `${name}: not evaluated` }, error.message)] : []),
    ...mutators.filter(({ outcome }) => outcome === 'mutated').map((result) => announce(object, result)),
    ...warnings.map(({ mutator, code, message }) =>
      writeCommand('warning', { ...place, title: `${name}: ${[mutator, code].filter(Boolean).join(' ')}` }, message),
    ),
  ];
}

function readPlace({
  file,
  line,
  column,
}: NonNullable<PreviewedObject['error']>): Readonly<Record<string, string | number>> {
  return { file, ...(line !== undefined && { line }), ...(column !== undefined && { col: column }) };
}

function announce(object: PreviewedObject, { mutator, reason, message, operations }: PreviewedMutator): string {
  const own = operations.flatMap((index) => object.operations[index] ?? []);
  const paths = own.slice(0, pathsMax).map(({ op, path }) => `${op} ${path}`);
  const rest = own.length > pathsMax ? [`and ${own.length - pathsMax} more`] : [];
  const title = `${nameObject(object)}: changed by ${mutator} (${reason})`;
  const place = own[0]?.place ?? object.place;
  return writeCommand('notice', { ...place, title }, [message, ...paths, ...rest].join('\n'));
}

function writeCommand(
  level: 'notice' | 'warning' | 'error',
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${level} ${list.join(',')}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
