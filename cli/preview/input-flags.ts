// Flags about the input and its surroundings, the same for every verb that reads manifests.

import { type FlagValues, UsageError } from '../flags.js';
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
    namespace: values.namespace,
    namespaceLabels: readPairs('namespace-label', values['namespace-label']),
    namespaceAnnotations: readPairs('namespace-annotation', values['namespace-annotation']),
    mutators: values.mutator,
    wanted: createWanted(values.object),
  };
}

function readPairs(flag: string, texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const separator = text.indexOf('=');
      if (separator < 1) {
        throw new UsageError(`--${flag}: expected KEY=VALUE, found "${text}"`);
      }
      return [text.slice(0, separator), text.slice(separator + 1)];
    }),
  );
}
