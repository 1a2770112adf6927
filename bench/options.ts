// What may be asked of the bench on its command line.

import { parseArgs } from 'node:util';

export interface Options {
  /** Parts to run; empty means all. */
  readonly only: readonly string[];
  readonly rounds: number;
  /** Length of one measured window. */
  readonly seconds: number;
  /** Load before each window that is not measured. */
  readonly warmupSeconds: number;
  /** Reviews of the soak. */
  readonly reviews: number;
  /** Where the processes of the product write CPU profiles; undefined for none. */
  readonly profileFolder: string | undefined;
}

export const usage = `npm run bench -- [--only PART,PART…] [--rounds N] [--seconds N] [--warmup N] [--reviews N] [--profile FOLDER]

  --only     Parts to run; without it all are run, and bench/results.md is written.
  --rounds   How often everything is measured, interleaved (5).
  --seconds  Length of each measured window (2.5).
  --warmup   Seconds of load before each window (0.5).
  --reviews  Reviews of the soak (100000).
  --profile  Folder for CPU profiles of the product; they cost time, so figures are not to be compared with others.
`;

/** @throws Error that says what is wrong */
export function readOptions(args: readonly string[], parts: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: '' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2.5' },
      warmup: { type: 'string', default: '0.5' },
      reviews: { type: 'string', default: '100000' },
      profile: { type: 'string' },
    },
  });
  const only = values.only.split(',').filter((part) => part !== '');
  const unknown = only.find((part) => !parts.includes(part));
  if (unknown !== undefined) {
    throw new Error(`--only: expected some of ${parts.join(', ')}, found "${unknown}"`);
  }
  return {
    only,
    rounds: readPositive('rounds', values.rounds),
    seconds: readPositive('seconds', values.seconds),
    warmupSeconds: readPositive('warmup', values.warmup),
    reviews: readPositive('reviews', values.reviews),
    profileFolder: values.profile,
  };
}

function readPositive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) {
    throw new Error(`--${name}: expected a number above 0, found "${text}"`);
  }
  return value;
}
