// One command of the command line: a table of flags, what to do with their values, and what its end means.

import { PodMutatorError } from '../../proto/errors.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { type Arguments, type Flags, type FlagValues, formatFlags, readArguments, UsageError } from './flags.js';
import { writeMessage, writeOutput } from './write-output.js';

/** Input that a verb cannot work with: the message goes to standard error, exit code 2. */
export class BadInputError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BadInputError';
  }
}

/**
 * Rethrows what came of a file that a flag names. It is input: nobody has been asked yet, so nobody was unavailable.
 * @throws BadInputError always
 */
export function blameInput(cause: Error): never {
  throw new BadInputError(cause.message, { cause });
}

export interface Command<F extends Flags = Flags> {
  /** As typed, such as `podmutator serve`. */
  readonly name: string;
  readonly summary: string;
  /** How arguments that are no flags are shown in the usage; without it there may be none. */
  readonly operands?: string;
  readonly flags: F;
  /** `server`: runs until it is told to stop. `verb`: does one thing and ends with a code of the table. */
  readonly kind: 'server' | 'verb';
  /** Does the work. What it throws is shown as one line. Without a code the command went fine. */
  readonly run: (values: FlagValues<F>, operands: readonly string[]) => Promise<ExitCode | undefined>;
}

/** Keeps the types of the flags while the value is written. */
export function defineCommand<F extends Flags>(command: Command<F>): Command<F> {
  return command;
}

/** The help text of a command. */
function formatHelp({ name, summary, operands, flags }: Command): string {
  const usage = `${name} [flags]${operands ? ` ${operands}` : ''}`;
  return `${summary}\n\nUsage: ${usage}\n\nFlags:\n${formatFlags(flags)}\n  --help\n        Show this text.\n`;
}

/** Runs a command with its arguments and returns the exit code. */
export async function runCommand<F extends Flags>(command: Command<F>, args: readonly string[]): Promise<number> {
  try {
    if (args.includes('--help') || args.includes('-h')) {
      await writeOutput(formatHelp(command as unknown as Command));
      return exitCodes.fine;
    }
    const { values, operands }: Arguments<F> = readArguments(args, command.flags, process.env);
    if (!command.operands && operands.length > 0) {
      throw new UsageError(`Unexpected argument '${operands[0]}'`);
    }
    return (await command.run(values, operands)) ?? exitCodes.fine;
  } catch (error) {
    await writeMessage(`${command.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageError) {
      await writeMessage(`\n${formatHelp(command as unknown as Command)}`);
      return exitCodes.badInput;
    }
    return command.kind === 'server' ? 1 : chooseExitCode(error);
  }
}

function chooseExitCode(error: unknown): ExitCode {
  if (error instanceof BadInputError) {
    return exitCodes.badInput;
  }
  return isInputRejected(error) ? exitCodes.badInput : exitCodes.unavailable;
}

/** Whether the service rejected what it was asked: asking it again would change nothing. */
export function isInputRejected(error: unknown): error is PodMutatorError {
  return error instanceof PodMutatorError && (error.details.code === 'INVALID_ARGUMENT' || isTooLarge(error));
}

/** Whether the service might take a part of the manifest. */
export function isTooLarge(error: unknown): error is PodMutatorError {
  return (
    error instanceof PodMutatorError && ['MANIFEST_TOO_LARGE', 'MANIFEST_TOO_COMPLEX'].includes(error.details.reason)
  );
}
