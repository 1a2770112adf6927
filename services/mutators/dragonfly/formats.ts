// What single values of the settings must look like, so that no Pod becomes invalid through them.

import * as z from 'zod';
import { readQuantity } from '../../pod/quantity.js';

const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const qualifiedPart = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Names of containers and volumes. */
export const dnsLabel = z
  .string()
  .regex(label, 'expected a DNS label: lower-case letters, digits and "-", at most 63 characters');

/** Names of Secrets. */
export const dnsSubdomain = z
  .string()
  .max(253)
  .refine(isSubdomain, 'expected the name of a Secret, such as "registry-login"');

/** Keys of labels and annotations. */
export const qualifiedName = z.string().refine((text) => {
  const slash = text.indexOf('/');
  return qualifiedPart.test(text.slice(slash + 1)) && (slash === -1 || isSubdomain(text.slice(0, slash)));
}, 'expected a key as Kubernetes allows it, such as "dragonfly.io/inject"');

export const labelValue = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
    'expected the value of a label, at most 63 characters',
  );

/** Absolute, below the root, as short as it can be written. A colon would be read as a separator by container runtimes. */
export const absolutePath = matching(
  /^(?:\/[^/:\s]+)+$/,
  (text) => !text.split('/').some(isRelative),
  'expected an absolute path without "..", "//", ":", spaces and final "/", such as "/dragonfly-tools-mount"',
);

export const fileName = matching(/^[\w.-]+$/, (text) => !isRelative(text), 'expected the name of a file, without "/"');

export const imageText = z
  .string()
  .regex(/^[\w./:@[\]+-]+$/, 'expected one image reference without spaces, such as "dragonflyoss/cli-tools:latest"');

/** A name for the tools variable; empty means none. PATH is never touched: a webhook cannot extend an image's PATH. */
export const variableName = z
  .string()
  .regex(/^(?:[A-Za-z_]\w*)?$/, 'expected the name of a variable, or "" for none')
  .refine((name) => name !== 'PATH', 'expected another name than PATH, which would hide the programs of the image');

export const quantity = z
  .union([z.string(), z.number()], 'expected a quantity such as "100m" or "64Mi"')
  .transform(String)
  .refine((text) => (readQuantity(text) ?? -1n) >= 0n, 'expected a quantity such as "100m" or "64Mi"');

export const port = z.int().min(1).max(65_535);

export const pullPolicy = z.enum(['Always', 'IfNotPresent', 'Never']);

/** A pattern, which JSON schemas can hold, and what they cannot: one problem in any case. */
function matching(pattern: RegExp, isFine: (text: string) => boolean, error: string) {
  return z.string().regex(pattern, { error, abort: true }).refine(isFine, error);
}

function isSubdomain(text: string): boolean {
  return text.split('.').every((part) => label.test(part));
}

function isRelative(member: string): boolean {
  return member === '.' || member === '..';
}
