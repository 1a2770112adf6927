// What an explanation cannot know, said with it: an answer that sounds complete and is not would be worse than none.

import type { PreviewedObject } from '../../inputs/previewed.js';

/** One sentence for each thing that could make the stored Pod another one. */
export function listUnknowns({ kind, mutators, name }: PreviewedObject): readonly string[] {
  const isNamespaceUnknown = mutators.some(
    ({ outcome, reason }) => outcome === 'unknown' || reason.endsWith('NAMESPACE_UNKNOWN'),
  );
  const isNameGenerated = kind !== 'Pod' && kind !== 'StatefulSet';
  return [
    ...(isNamespaceUnknown
      ? ['Labels and annotations of the namespace: give them, or the Namespace itself as input.']
      : []),
    'What other webhooks change, before or after.',
    'Defaults that a LimitRange or the API server fills in.',
    'Whether the webhook is registered for this namespace at all.',
    ...(isNameGenerated || name === '' || name.endsWith('-') ? ['The name of the Pod, which is generated.'] : []),
  ];
}
