// Flags about the input and its surroundings, the same for every verb that reads manifests.

import { readKeyValues } from '../../runtime/text/key-values.js';
import { type FlagValues, UsageError } from '../flags/flags.js';
import { createWanted, type WantedObjects } from './wanted-objects.js';

export const inputFlags = {
  namespace: {
    value: 'NAME',
    short: 'n',
    about: 'Where objects live that name no namespace.',
    default: 'default',
  },
  'namespace-label': {
    value: 'KEY=VALUE',
    isList: true,
    about: 'A label of that namespace; may be repeated. Namespaces in the input bring their own labels.',
  },
  'namespace-annotation': {
    value: 'KEY=VALUE',
    isList: true,
    about: 'An annotation of that namespace; may be repeated.',
  },
  mutator: { value: 'NAME', isList: true, about: 'Run only this mutator; may be repeated.' },
  object: { value: 'KIND/NAME', isList: true, about: 'Look only at this object; may be repeated.' },
} as const;

/** What the flags say, as `previewInputs` takes it. */
export function readInputFlags(values: FlagValues<typeof inputFlags>): {
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly namespaceAnnotations: Readonly<Record<string, string>>;
  readonly mutators: readonly string[];
  readonly wanted: WantedObjects;
} {
  return {
    namespace: readNamespace(values.namespace),
    namespaceLabels: readPairs('namespace-label', values['namespace-label']),
    namespaceAnnotations: readPairs('namespace-annotation', values['namespace-annotation']),
    mutators: values.mutator,
    wanted: createWanted(values.object),
  };
}

const namespaceName = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
// A name that no namespace can have would quietly be answered like one that nobody has opted in.
function readNamespace(name: string): string {
  if (!namespaceName.test(name)) {
    throw new UsageError(`--namespace: expected lower case letters, digits and dashes, at most 63, found "${name}"`);
  }
  return name;
}

function readPairs(flag: string, texts: readonly string[]): Readonly<Record<string, string>> {
  try {
    return readKeyValues(texts);
  } catch (cause) {
    throw new UsageError(`--${flag}: ${(cause as Error).message}`, { cause });
  }
}
