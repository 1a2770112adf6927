// Flags as data: one table per command gives the parser, the help text and the types.

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { findNearest } from '../../runtime/text/find-nearest.js';

export interface Flag {
  /** Shown in the help; absent for switches. */
  readonly value?: string;
  readonly about: string;
  readonly default?: string;
  /** Environment variable that counts when the flag is not given. */
  readonly env?: string;
  /** May be given several times; the value is a list, by default of the default alone. */
  readonly isList?: true;
  /** One letter, as in `-o`. */
  readonly short?: string;
}

export type Flags = Readonly<Record<string, Flag>>;

/** Values of the flags: text for those that take a value, true or false for switches, lists for those that repeat. */
export type FlagValues<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends { readonly isList: true }
    ? readonly string[]
    : F[Name] extends { readonly value: string }
      ? F[Name] extends { readonly default: string }
        ? string
        : string | undefined
      : boolean;
};

/** The person at the keyboard got something wrong: message and usage go to standard error, exit code 2. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}

export interface Arguments<F extends Flags> {
  readonly values: FlagValues<F>;
  /** Arguments that are no flags, in order; `-` is one of them. */
  readonly operands: readonly string[];
}

/**
 * Reads `--flag value` and `--flag=value`. A flag beats its environment variable, which beats its default.
 * @throws UsageError for an unknown flag or a missing value
 */
export function readArguments<F extends Flags>(
  args: readonly string[],
  flags: F,
  environment: NodeJS.ProcessEnv,
): Arguments<F> {
  const { given, operands } = parse(args, flags);
  const read = ([name, flag]: readonly [string, Flag]): readonly [
    string,
    string | boolean | readonly string[] | undefined,
  ] => {
    if (flag.isList) {
      return [name, given[name] ?? (flag.default === undefined ? [] : [flag.default])];
    }
    const fromEnvironment = flag.env ? environment[flag.env] || undefined : undefined;
    return [name, flag.value ? (given[name] ?? fromEnvironment ?? flag.default) : given[name] === true];
  };
  return { values: Object.fromEntries(Object.entries(flags).map(read)) as FlagValues<F>, operands };
}

type Given = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

function parse(args: readonly string[], flags: Flags): { readonly given: Given; readonly operands: readonly string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, { value, isList = false, short }] of Object.entries(flags)) {
    options[name] = { type: value ? 'string' : 'boolean', multiple: isList, ...(short && { short }) };
  }
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
    return { given: values as Given, operands: positionals };
  } catch (cause) {
    // Node adds advice about arguments that look like flags behind the first sentence.
    const [message = 'bad arguments'] = String((cause as Error).message).split(/\. |\n/);
    const unknown = /^Unknown option '--(.+)'$/.exec(message)?.[1];
    const nearest = unknown === undefined ? undefined : findNearest(unknown, Object.keys(flags));
    throw new UsageError(nearest === undefined ? message : `${message}; did you mean --${nearest}?`, { cause });
  }
}

/**
 * Reads a flag that is a number of whole units.
 * @throws UsageError naming the flag
 */
export function readWholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new UsageError(`--${name}: expected a whole number, found "${text}"`);
  }
  return Number(text);
}

/**
 * Reads a duration such as `500ms`, `5s` or `2m` as milliseconds.
 * @throws UsageError naming the flag
 */
export function readDuration(name: string, text: string): number {
  const match = /^(\d{1,9})(ms|s|m)$/.exec(text);
  if (!match) {
    throw new UsageError(`--${name}: expected a duration such as 500ms, 5s or 2m, found "${text}"`);
  }
  return Number(match[1]) * { ms: 1, s: 1000, m: 60_000 }[match[2] as 'ms' | 's' | 'm'];
}

/** The help text of a command, at most 80 columns wide. */
export function formatFlags(flags: Flags): string {
  const rows = Object.entries(flags).map(([name, flag]) => {
    const notes = [flag.default && `default ${flag.default}`, flag.env && `environment ${flag.env}`].filter(Boolean);
    const head = `  ${flag.short ? `-${flag.short}, ` : ''}--${name}${flag.value ? ` ${flag.value}` : ''}`;
    const text = notes.length > 0 ? `${flag.about} (${notes.join('; ')})` : flag.about;
    return [head, ...wrap(text, 72).map((line) => `        ${line}`)].join('\n');
  });
  return rows.join('\n');
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
      continue;
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
