// The settings of the service: one YAML text, one strict schema put together from the mutators' own, all defaults
// filled in. Whatever is wrong with the text is told at once, each with its place.

import { createHash } from 'node:crypto';
import * as z from 'zod';
import { readStrictYaml, StrictYamlError } from '../../runtime/text/strict-yaml.js';
import type { Mutator } from '../decisions/mutator.js';

const mebibyte = 1024 * 1024;

/** No request may be larger than this, whatever the settings say: the transport refuses it while it still arrives. */
export const messageBytesMax = 8 * mebibyte;

/** The settings below the key `limits`. */
export const limits = z
  .strictObject({
    maxPodBytes: z
      .int()
      .min(1024)
      .max(7 * mebibyte)
      // The API server takes bodies of 3 MiB from its users; the JSON that it passes on is larger than their protobuf.
      .default(4 * mebibyte)
      .describe('Largest Pod, in bytes of its JSON.'),
    maxContainers: z
      .int()
      .min(1)
      // etcd stores Pods of some 9,000 small ones at most.
      .max(10_000)
      .default(1000)
      .describe('Most containers of a Pod, those of all its lists together.'),
    maxManifestBytes: z
      .int()
      .min(1024)
      .max(7 * mebibyte)
      .default(4 * mebibyte)
      .describe('Largest manifest of a preview, in bytes.'),
    maxCallsInFlight: z
      .int()
      .min(1)
      .max(100_000)
      .default(1000)
      .describe(
        'Calls whose request is complete and that are not answered yet, over all ports and over all socket files; beyond it new ones are rejected at once. Streams have bounds of their own.',
      ),
    maxCallSeconds: z
      .number()
      .positive()
      .max(3600)
      .default(30)
      .describe('Longest time for one call, whatever deadline the caller sets. Streams of Pods are not limited.'),
  })
  .prefault({});

export interface Settings {
  /** The settings of each mutator, by name, defaults included. */
  readonly mutators: Readonly<Record<string, unknown>>;
  readonly limits: z.infer<typeof limits>;
}

/** The first problems of the text in one message. */
export class SettingsError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SettingsError';
  }
}

export interface ReadOptions {
  readonly mutators: readonly Mutator[];
  /** Stands in front of each problem, such as the path of the file. */
  readonly source: string;
}

/**
 * Reads settings. All defaults are written as `{}`. A text without a key, or a key with nothing below it, is a problem:
 * a failed template or a full disk would switch everything on.
 * @throws SettingsError naming for each problem line, column, key and what was expected
 */
export function readSettings(text: string, { mutators, source }: ReadOptions): Settings {
  try {
    const schema = createSchema(mutators);
    return readStrictYaml(text, { schema, source, whole: 'the settings' }).value;
  } catch (error) {
    throw error instanceof StrictYamlError ? new SettingsError(error.message, { cause: error }) : error;
  }
}

/** The settings without a file. */
export function readDefaultSettings(mutators: readonly Mutator[]): Settings {
  return readSettings('{}', { mutators, source: 'defaults' });
}

/**
 * Names settings by what they say: "sha256:" and the hash over all values in force, defaults included, keys sorted.
 * Comments, order and spelt-out defaults make no difference; a new default in a new version does.
 */
export function computeRevision(settings: Settings): string {
  return `sha256:${createHash('sha256').update(writeCanonical(settings)).digest('hex')}`;
}

/** Names the settings that differ, as in "mutators.macvtap.enabled", sorted. */
export function listChanges(before: Settings, after: Settings): readonly string[] {
  const [one, other] = [flatten(before), flatten(after)];
  const paths = new Set([...one.keys(), ...other.keys()]);
  return [...paths].filter((path) => one.get(path) !== other.get(path)).sort();
}

// Lists are one value: an entry has no name.
function flatten(value: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([key, member]): [string, string][] =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? [...flatten(member, `${path}${key}.`)]
        : [[path + key, JSON.stringify(member)]],
    ),
  );
}

function createSchema(mutators: readonly Mutator[]): z.ZodType<Settings> {
  const sections = Object.fromEntries(mutators.map(({ name, settings }) => [name, settings]));
  return z.strictObject({ mutators: z.strictObject(sections).prefault({}), limits });
}

function writeCanonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
