// Labels and annotations are texts. The API server rejects an object with anything else there, and without this check
// `inject: true` would silently count as no.

import { isScalar } from 'yaml';
import type { JsonObject, ManifestObject } from '../manifest/list-objects.js';
import { findValue } from '../manifest/locate.js';
import { InputError } from '../pod/input-error.js';
import { pointer } from '../pod/json-pointer.js';
import { describeKind } from '../pod/json-value.js';
import { describeValue } from '../pod/quote.js';

/**
 * Checks one of these maps.
 * @param path from `object` to what has the metadata
 * @throws InputError whose pointer leads from `object`
 */
export function checkTexts(
  { document, path: objectPath, value }: ManifestObject,
  path: readonly string[],
  name: 'labels' | 'annotations',
): void {
  const owner = path.reduce<unknown>((one, member) => (one as JsonObject | undefined)?.[member], value);
  const texts = ((owner as JsonObject | undefined)?.['metadata'] as JsonObject | null | undefined)?.[name];
  if (typeof texts !== 'object' || texts === null || Array.isArray(texts)) {
    return;
  }
  for (const [key, text] of Object.entries(texts)) {
    if (text === null || typeof text === 'string') continue;
    const members = [...path, 'metadata', name, key];
    const { node } = findValue(document, [...objectPath, ...members]);
    const written = isScalar(node) && node.source !== undefined ? node.source : describeValue(text);
    const advice = typeof text === 'object' ? '' : `: write "${written}" in quotes`;
    throw new InputError({
      reason: 'ANNOTATION_NOT_A_STRING',
      field: 'manifest',
      pointer: pointer(...members),
      description: `expected a string, found ${describeKind(text)}${advice}`,
    });
  }
}
