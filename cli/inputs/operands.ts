// `explain [FILE|-] [KIND/NAME]`: which argument is which.

import { existsSync } from 'node:fs';
import { UsageError } from '../flags/flags.js';

export interface ExplainOperands {
  readonly files: readonly string[];
  readonly objects: readonly string[];
}

const kindAndName = /^[A-Za-z]+\/[^/\s]+$/;
const manifestName = /\.(?:ya?ml|json)$/;

/**
 * A lone argument is the object only if it looks like one and no file has that name: `web/front` may be either. One that
 * ends like a manifest is a file, also if it is missing: nobody should wait for standard input because of a typo.
 * @throws UsageError for more arguments than there are places
 */
export function readOperands(operands: readonly string[]): ExplainOperands {
  const [first, second, third] = operands;
  if (third !== undefined) {
    throw new UsageError(`Unexpected argument '${third}'`);
  }
  if (second !== undefined && !kindAndName.test(second)) {
    throw new UsageError(`expected Kind/name behind the file, as in Deployment/web, found "${second}"`);
  }
  if (first !== undefined && second === undefined && isObject(first)) {
    return { files: [], objects: [first] };
  }
  return { files: first === undefined ? [] : [first], objects: second === undefined ? [] : [second] };
}

function isObject(operand: string): boolean {
  return kindAndName.test(operand) && !manifestName.test(operand) && !existsSync(operand);
}
