// What 0.1 shipped, out of the history of this repository.

import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formerCommit, projectRoot } from '../kit/project.js';

/** A folder with `config` and `dist` of 0.1; undefined where a shallow clone has no history. */
export const formerRelease = extract();

if (formerRelease === undefined) {
  process.stderr.write(
    `test:manifests: upgrades from 0.1 are not tested: commit ${formerCommit} is not in this clone\n`,
  );
}

/**
 * The root of the build that an image of these tests stands for. FORMER_BUILD may name a checkout of 0.1 that is built;
 * without it today's program runs with the arguments of then.
 */
export const findBuild = (image: string): string =>
  image.endsWith(':v0.1') ? (process.env['FORMER_BUILD'] ?? projectRoot) : projectRoot;

function extract(): string | undefined {
  const archive = spawnSync('git', ['archive', formerCommit, 'config', 'dist'], { cwd: projectRoot, maxBuffer: 1e8 });
  if (archive.status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'podmutator-former-'));
  const { status } = spawnSync('tar', ['-x', '-C', folder], { input: archive.stdout });
  return status === 0 ? folder : undefined;
}
