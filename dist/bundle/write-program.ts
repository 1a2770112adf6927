// `npm run bundle`: puts the code of the commands and of all libraries into few files, in place of what the compiler makes
// of the files where processes and threads begin. docs/decisions.md has what it gives.
//
// Whatever several of them need is in a file of build/chunks that they share, and what is imported only when it is needed
// stays in a file of its own. Everything else in build/ is what tests and the bench import, in pieces.

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';
import { externalPackages } from './external-packages.js';
import { findPackages, noteMaterials, root } from './materials.js';

/** Where processes begin, and threads. */
const entries = [
  'cli/podmutator.ts',
  'cli/webhook-sidecard.ts',
  'services/preview-thread.ts',
  'adapter/playground/json-thread.ts',
];

/**
 * `node:http` past `import`, which reads every export of a module once. Some of them (WebSocket, MessageEvent) load
 * undici when they are read: 1.4 MB of living objects and 30 ms of each start, for a client that nobody here uses.
 */
const plainHttp: Plugin = {
  name: 'plain-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?http$/ }, () => ({ path: 'node:http', namespace: 'plain' }));
    onLoad({ filter: /.*/, namespace: 'plain' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}')`,
    }));
  },
};

/**
 * `@kubernetes/client-node` without what nobody calls. All that its modules do is define things, but it does not say so,
 * and a class for every kind of object of Kubernetes comes along: 14 MB of living objects.
 */
const lightClient: Plugin = {
  name: 'light-client',
  setup({ onResolve, resolve }) {
    onResolve(
      { filter: /^@kubernetes\/client-node$|^\./ },
      async ({ path, importer, resolveDir, kind, pluginData }) => {
        const isOwn = path.startsWith('@') || importer.includes('/@kubernetes/client-node/');
        if (!isOwn || pluginData === lightClient.name) return undefined;
        const found = await resolve(path, { importer, resolveDir, kind, pluginData: lightClient.name });
        return { ...found, sideEffects: false };
      },
    );
  },
};

// Libraries in CommonJS ask for Node's own modules by `require`, through one function of the bundler's.
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: entries,
  outbase: '.',
  outdir: 'build',
  write: false,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: externalPackages,
  metafile: true,
  plugins: [plainHttp, lightClient],
  // The same code as in its build for Node, which asks the operating system for an environment variable at every token.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  banner: { js: banner },
  // Names stay: they are what is left to read in a stack trace.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  sourcemap: true,
  logLevel: 'warning',
});
await rm(`${root}build/chunks`, { recursive: true, force: true });
await mkdir(`${root}build/chunks`);
await Promise.all(
  outputFiles.map(({ path, text }) =>
    // Making a `require` takes time, so only the file with that function has one. The line stays, for the source map.
    writeFile(path, text.includes('typeof require') ? text : text.replace(banner, '')),
  ),
);
await noteMaterials('program', findPackages(Object.keys(metafile.inputs)));
