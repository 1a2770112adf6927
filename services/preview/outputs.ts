// Which parts of a preview are asked for: each costs time, and all together are many times the manifest.

import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import { InputError } from '../pod/input-error.js';

const names = ['OPERATIONS', 'JSON_PATCH', 'DOCUMENTS', 'DIFF', 'IMPACT', 'FINDINGS', 'ALTERNATIVES'] as const;
type Output = (typeof names)[number];

/** Only if somebody asks: to look for them takes longer than all else. */
const onRequest: ReadonlySet<Output> = new Set(['FINDINGS', 'ALTERNATIVES']);

/**
 * Reads what a request asks for.
 * @throws InputError for a value that this version does not know
 */
export function readOutputs({ outputs, lint, alternatives }: PreviewRequest__Output): ReadonlySet<Output> {
  const asked = outputs.map((found, index) => {
    const name = names.find((one) => found === `PREVIEW_OUTPUT_${one}`);
    if (!name) {
      throw new InputError({
        reason: 'ENUM_VALUE_UNKNOWN',
        field: `outputs[${index}]`,
        description: `expected ${names.join(', ')} (1 to ${names.length}), found ${String(found)}`,
      });
    }
    return name;
  });
  const usual = outputs.length === 0 ? names.filter((name) => !onRequest.has(name)) : [];
  return new Set([
    ...asked,
    ...usual,
    ...(lint ? ['FINDINGS' as const] : []),
    ...(alternatives ? ['ALTERNATIVES' as const] : []),
  ]);
}
