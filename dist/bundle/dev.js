// The loop of a contributor.
//
//     npm run dev                             what `npm start` runs, built and started again after each change
//     npm run dev services/decisions/patch    builds, and runs the tests of this source or directory
//
// Sources are translated one by one and types are not checked: an editor does that, and `npm test`.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

process.chdir(fileURLToPath(new URL('../../', import.meta.url)));
const { include, compilerOptions } = JSON.parse(readFileSync('tsconfig.json', 'utf8'));
const [target] = process.argv.slice(2);

const options = {
  entryPoints: include
    .filter((folder) => target !== undefined || folder !== 'test')
    .map((folder) => `${folder}/**/*.ts`),
  outbase: '.',
  outdir: compilerOptions.outDir,
  target: compilerOptions.target,
  format: 'esm',
  platform: 'node',
  sourcemap: true,
  logLevel: 'warning',
};

spawnSync('node', ['dist/bundle/build-missing.js'], { stdio: 'inherit' });
if (target === undefined) {
  await serve();
} else {
  await build(options);
  testOne(target.replace(/^test\//, '').replace(/\/$|(\.test)?\.(ts|js)$/g, ''));
}

/** @param {string} name a source or a directory, as it is called below the root and below test/ */
function testOne(name) {
  const files = [`build/test/${name}.test.js`, `build/test/${name}`].filter((file) => existsSync(file));
  if (files.length === 0) {
    process.stderr.write(`dev: expected test/${name}.test.ts or the directory test/${name}, found neither\n`);
    process.exitCode = 2;
    return;
  }
  process.exitCode = spawnSync('npx', ['ava', ...files], { stdio: 'inherit' }).status ?? 1;
}

async function serve() {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  // Not through npm, which takes longer to start than the program; and without the time that clients of a cluster get.
  const command = `exec ${scripts.start.split('&& ').at(-1)} --shutdown-grace 0s --shutdown-timeout 1s`;
  let running;
  const restart = ({ errors }) => {
    if (errors.length > 0) return;
    const former = running;
    const start = () => {
      running = spawn('sh', ['-c', command], { stdio: 'inherit' });
    };
    if (former === undefined || former.exitCode !== null) {
      start();
    } else {
      former.once('exit', start).kill();
    }
  };
  const plugins = [{ name: 'restart', setup: (builds) => builds.onEnd(restart) }];
  const watched = await context({ ...options, plugins });
  await watched.watch();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      running?.kill();
      watched.dispose();
    });
  }
}
