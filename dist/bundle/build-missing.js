// `npm start` after `npm ci --ignore-scripts`, or after the build was deleted: builds what is missing.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

// What the build writes first, and last.
if (!['proto/gen/descriptors.binpb', 'build/materials/outside.txt'].every((name) => existsSync(new URL(name, root)))) {
  process.stderr.write('start: the program is not built yet; running `npm run build`\n');
  // A shell, since on Windows npm is a script.
  const { status } = spawnSync('npm run build', { cwd: fileURLToPath(root), shell: true, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
