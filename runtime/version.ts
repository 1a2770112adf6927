import { readFileSync } from 'node:fs';
import { packageFolder } from './folders.js';

/** The version of the program, as package.json has it. */
export function readVersion(): string {
  const text = readFileSync(new URL('package.json', packageFolder), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
