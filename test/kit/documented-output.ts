// Pages that show a command with its output: what they show has to be what the command prints.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { run } from './command.js';
import { isUpdate, projectRoot } from './project.js';

const shown = /```console\n\$ podmutator ([^\n]*)\n([\s\S]*?)```/g;

/** Runs every command of a page and compares; with UPDATE=1 it writes what they print, and fails. */
export async function checkPage(t: ExecutionContext, page: string): Promise<void> {
  const file = join(projectRoot, 'docs', page);
  const text = readFileSync(file, 'utf8');
  const commands = [...text.matchAll(shown)];
  t.true(commands.length > 0);
  let actual = text;
  for (const [block, command = ''] of commands) {
    const { stdout } = await run('podmutator', command.split(' '));
    t.not(stdout, '', command);
    actual = actual.replace(block, () => `\`\`\`console\n$ podmutator ${command}\n${stdout}\`\`\``);
  }
  if (isUpdate && actual !== text) {
    writeFileSync(file, actual);
    t.fail(`docs/${page} was rewritten: look at the diff, then run without UPDATE`);
    return;
  }
  t.is(actual, text);
}
