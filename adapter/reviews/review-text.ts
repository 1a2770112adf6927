// Texts that the API server passes on: warnings for whoever creates the Pod, annotations for the audit log.
//
// It drops what it does not like without a word: a warning with a control character, an annotation whose key is no
// qualified name. So texts are brought into shape here.

import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import type { Warning__Output } from '../../proto/gen/podmutator/v1/Warning.js';
import { toWord } from '../../proto/words.js';

/** More than this the API server may cut, all together (4,096 characters). */
const warningsMax = 10;
const warningLength = 120;
const previewWarningLength = 200;
const keyLength = 63;

// C0, DEL and C1: what Go calls control characters.
const controlCharacters = /\p{Cc}+/gu;
const qualifiedKey = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/** Writes warnings as `CODE: message`, at most ten; `omitted` counts the others. */
export function formatWarnings(warnings: readonly Warning__Output[]): {
  readonly warnings: readonly string[];
  readonly omitted: number;
} {
  const lines = warnings
    .slice(0, warningsMax)
    .map(({ code, message }) =>
      cutToCharacters(cleanText(code === '' ? message : `${code}: ${message}`), warningLength),
    );
  return { warnings: lines, omitted: warnings.length - lines.length };
}

/**
 * Writes what each mutator did as `podmutator <mutator> <outcome> <reason> <config_revision> <version>`: six words with
 * one space between them, at most 200 characters, `-` for one that is not known.
 */
export function formatPreviewWarnings(
  { mutators, configRevision }: MutatePodResponse__Output,
  version: string,
): readonly string[] {
  return mutators.map(({ mutator, outcome, reason }) => {
    const words = [mutator, toWord(outcome, 'OUTCOME_'), reason, configRevision, version];
    const line = ['podmutator', ...words.map((word) => cleanText(word).replaceAll(' ', '_') || '-')].join(' ');
    return cutToCharacters(line, previewWarningLength);
  });
}

/** Makes every key a qualified name; undefined if there is none. */
export function formatAuditAnnotations(
  annotations: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  const qualified: Record<string, string> = {};
  let isEmpty = true;
  for (const [key, value] of Object.entries(annotations)) {
    const name = qualifyKey(key);
    if (name === '') continue;
    qualified[name] = value.toWellFormed();
    isEmpty = false;
  }
  return isEmpty ? undefined : qualified;
}

function qualifyKey(key: string): string {
  if (qualifiedKey.test(key)) {
    return key;
  }
  const text = key
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, keyLength);
  return /^.*[A-Za-z0-9]/.exec(text)?.[0] ?? '';
}

/** One line without control characters, well-formed. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(controlCharacters, ' ').trim();
}

function cutToCharacters(text: string, length: number): string {
  if (text.length <= length) {
    return text;
  }
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
