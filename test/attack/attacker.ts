// The process of an attacker, seen from the test: prepared first, let loose later, ended at will.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Attack, Target } from './attack.js';

export interface Attacker {
  begin(): void;
  /** Ends the process and tells what it was answered. */
  end(): Promise<Readonly<Record<string, number>>>;
}

const program = fileURLToPath(new URL('programs/attack.js', import.meta.url));
const endMs = 5000;

export async function prepareAttacker({ name }: Attack, target: Target): Promise<Attacker> {
  const child = fork(program, [name, JSON.stringify(target)]);
  const exited = once(child, 'exit');
  const message = async (): Promise<unknown> => {
    const [said] = await Promise.race([once(child, 'message'), exited]);
    if (typeof said !== 'object') throw new Error(`the attacker "${name}" ended with ${said}`);
    return said;
  };
  await message();
  return {
    begin: () => void child.send('begin'),
    async end() {
      const answers = message();
      child.send('end');
      const timer = setTimeout(() => child.kill('SIGKILL'), endMs);
      try {
        return (await answers) as Readonly<Record<string, number>>;
      } finally {
        child.kill('SIGKILL');
        await exited;
        clearTimeout(timer);
      }
    },
  };
}
