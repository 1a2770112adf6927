// Every command of docs/preview.md that is shown with its output is run, and must print what stands there.

import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { isUpdate, projectRoot } from '../../kit/project.js';

const page = join(projectRoot, 'docs/preview.md');
const text = readFileSync(page, 'utf8');
const blocks = [...text.matchAll(/^(````?)console\n\$ ([^\n]*)\n(.*?)^\1$/gms)].map(
  ([whole, fence = '', command = '', output = '']) => ({ whole, fence, command, output }),
);

// A directory for PATH in which the command has the name that users know it by.
function installCommand(): string {
  const directory = mkdtempSync(join(tmpdir(), 'podmutator-'));
  const file = join(directory, 'podmutator');
  const target = join(projectRoot, 'build/cli/podmutator.js');
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${target}' "$@"\n`);
  chmodSync(file, 0o755);
  return directory;
}

async function runShell(command: string): Promise<string> {
  const { NO_COLOR, PODMUTATOR_CONFIG, ...env } = process.env;
  const path = `${installCommand()}${delimiter}${env['PATH']}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', command], {
    cwd: projectRoot,
    env: { ...env, PATH: path },
  });
  return stdout;
}

test.serial('all commands of the page are shown with what they print', async (t) => {
  t.true(blocks.length >= 10);
  let updated = text;
  for (const { whole, fence, command, output } of blocks) {
    const printed = await runShell(command);
    if (isUpdate) {
      updated = updated.replace(whole, () => `${fence}console\n$ ${command}\n${printed}${fence}`);
    } else {
      t.is(output, printed, command);
    }
  }
  if (isUpdate) {
    writeFileSync(page, updated);
    t.fail('rewritten; look at the diff');
  }
});

test('every format has a section of its own', (t) => {
  for (const format of ['summary', 'diff', 'yaml', 'patch', 'json', 'github', 'sarif', 'junit', 'markdown']) {
    t.true(text.includes(`\n### ${format}\n`), format);
  }
});
