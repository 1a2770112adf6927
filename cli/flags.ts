// Flags as data: one table per command gives the parser, the help text and the types.

import { parseArgs } from 'node:util';

export interface Flag {
  /** Shown in the help; absent for switches. */
  readonly value?: string;
  readonly about: string;
  readonly default?: string;
  /** Environment variable that counts when the flag is not given. */
  readonly env?: string;
}

export type Flags = Readonly<Record<string, Flag>>;

/** Values of the flags: text for those that take a value, true or false for switches. */
export type FlagValues<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends { readonly value: string }
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

/**
 * Reads `--flag value` and `--flag=value`. A flag beats its environment variable, which beats its default.
 * @throws UsageError for an unknown flag, a missing value, or anything that is no flag
 */
export function readFlags<F extends Flags>(
  args: readonly string[],
  flags: F,
  environment: NodeJS.ProcessEnv,
): FlagValues<F> {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      { type: flag.value ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  const given = parse(args, options);
  const read = ([name, flag]: readonly [string, Flag]): readonly [string, string | boolean | undefined] => {
    const fromEnvironment = flag.env ? environment[flag.env] || undefined : undefined;
    return [name, flag.value ? (given[name] ?? fromEnvironment ?? flag.default) : given[name] === true];
  };
  return Object.fromEntries(Object.entries(flags).map(read)) as FlagValues<F>;
}

function parse(
  args: readonly string[],
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>,
): Readonly<Record<string, string | boolean | undefined>> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values as Record<
      string,
      string | boolean | undefined
    >;
  } catch (cause) {
    // Node adds advice about positionals behind the first sentence, which does not apply here.
    const [message = 'bad arguments'] = String((cause as Error).message).split(/\. |\n/);
    throw new UsageError(message, { cause });
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
    const head = `  --${name}${flag.value ? ` ${flag.value}` : ''}`;
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
