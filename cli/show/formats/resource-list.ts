// A ResourceList is what KRM functions (kustomize, kpt) read and write: the items are changed in their place, and what
// the function has to say goes into `results`.
// Specification: https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md

import { Document, isCollection, isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { nameObject, type PreviewedDocument, type PreviewedObject } from '../../inputs/previewed.js';

interface FunctionResult {
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly resourceRef?: Readonly<Record<string, string>>;
}

/** The text with the changed items and with the results of this function behind those that are there. */
export function withFunctionResults({ after, objects }: PreviewedDocument): string {
  const results = objects.flatMap(describe);
  if (results.length === 0) {
    return after;
  }
  // To look for keys that stand twice takes the square of the time.
  const document = parseDocument(after, { uniqueKeys: false });
  if (document.errors.length > 0 || !isMap(document.contents)) {
    return after;
  }
  const root = document.contents as YAMLMap;
  if (root.flow) {
    const value = document.toJS() as { readonly results?: readonly unknown[] };
    return `${JSON.stringify({ ...value, results: [...(value.results ?? []), ...results] }, null, 2)}\n`;
  }
  const known = root.get('results');
  if (known === undefined) {
    // Behind everything else, so that no other line changes.
    return `${after.endsWith('\n') ? after : `${after}\n`}${new Document({ results }).toString({ lineWidth: 0 })}`;
  }
  const list = isSeq(known) ? known : document.createNode([]);
  for (const result of results) {
    if (isCollection(list)) list.add(document.createNode(result));
  }
  root.set('results', list);
  return document.toString({ lineWidth: 0 });
}

function describe(object: PreviewedObject): readonly FunctionResult[] {
  const { apiVersion, kind, namespace, name, mutators, warnings, error } = object;
  const reference =
    kind === '' ? {} : { resourceRef: { apiVersion, kind, ...(namespace !== '' && { namespace }), name } };
  const report = (severity: FunctionResult['severity'], message: string): FunctionResult => ({
    message: `${nameObject(object)}: ${message}`,
    severity,
    ...reference,
  });
  return [
    ...(error ? [report('error', error.message)] : []),
    ...mutators
      .filter(({ outcome }) => outcome === 'mutated')
      .map(({ mutator, message, reason }) => report('info', `changed by ${mutator}: ${message} (${reason})`)),
    ...warnings.map(({ code, message, mutator }) =>
      report('warning', `${message} (${mutator || 'podmutator'} ${code})`),
    ),
  ];
}
