// Values of the user's in messages: recognisable, and short however long they are.

import { shortenText } from '../../runtime/text/shorten-text.js';

/** Quotes text, numbers and booleans, cut to `charactersMax`; of anything else only the kind is told. */
export function quote(value: unknown, charactersMax = 40): string {
  return `"${shortenText(describeValue(value), charactersMax)}"`;
}

/** Quotes the name of a container, volume or variable, none of which is longer than 63 characters in practice. */
export function quoteName(name: unknown): string {
  return quote(name, 63);
}

/** A value as text. Objects are not spelt out: they can be as large and as deep as their author likes. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) {
    return '[…]';
  }
  return typeof value === 'object' && value !== null ? '{…}' : String(value);
}
