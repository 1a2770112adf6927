// One command of the command line: a table of flags and what to do with their values.

import { type Flags, type FlagValues, formatFlags, readFlags, UsageError } from './flags.js';

export interface Command<F extends Flags = Flags> {
  /** As typed, such as `podmutator serve`. */
  readonly name: string;
  readonly summary: string;
  readonly flags: F;
  /** Does the work; what it throws is shown as one line and ends the process with code 1. */
  readonly run: (values: FlagValues<F>) => Promise<void>;
}

/** Keeps the types of the flags while the value is written. */
export function defineCommand<F extends Flags>(command: Command<F>): Command<F> {
  return command;
}

/** The help text of a command. */
function formatHelp({ name, summary, flags }: Command): string {
  return `${summary}\n\nUsage: ${name} [flags]\n\nFlags:\n${formatFlags(flags)}\n  --help\n        Show this text.\n`;
}

/**
 * Runs a command with its arguments.
 * @returns the exit code: 0 fine, 1 refused or failed, 2 wrong usage
 */
export async function runCommand<F extends Flags>(command: Command<F>, args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(formatHelp(command as unknown as Command));
    return 0;
  }
  try {
    await command.run(readFlags(args, command.flags, process.env));
    return 0;
  } catch (error) {
    process.stderr.write(`${command.name}: ${describe(error)}\n`);
    if (error instanceof UsageError) {
      process.stderr.write(`\n${formatHelp(command as unknown as Command)}`);
      return 2;
    }
    return 1;
  }
}

/** The message of an error without its stack. */
function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
