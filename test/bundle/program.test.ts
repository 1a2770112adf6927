// What the bundle is for: servers that load little.

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { launch } from '../kit/command.js';
import { projectRoot } from '../kit/project.js';

const ports = ['--addr', '127.0.0.1:0', '--allow-http'];
const nobody = ['--grpc-addr', '127.0.0.1:0'];

const servers: Readonly<Record<string, readonly string[]>> = {
  serve: ['serve', ...ports, ...nobody],
  'serve, in a cluster': ['serve', ...ports, ...nobody, '--namespaces=cluster'],
  'serve, with the playground': ['serve', ...ports, ...nobody, '--playground', '--playground-addr', '127.0.0.1:0'],
  service: ['service', ...nobody, '--metrics-addr', '127.0.0.1:0'],
  adapter: ['adapter', ...ports, '--service', '127.0.0.1:1'],
};

// Runs before the command, and tells at its end what was loaded.
const witness = `process.on('exit', () => {
  const undici = process.moduleLoadList.some((name) => name.includes('internal/deps/undici'));
  const packages = Object.keys(require.cache).flatMap((file) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1] ?? []);
  require('node:fs').writeFileSync(process.env.WITNESS, JSON.stringify({ undici, packages: [...new Set(packages)] }));
});`;

const kubeconfig = JSON.stringify({
  clusters: [{ name: 'gone', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'somebody', user: { token: 'secret' } }],
  contexts: [{ name: 'here', context: { cluster: 'gone', user: 'somebody' } }],
  'current-context': 'here',
});

async function findLoaded(t: ExecutionContext, args: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-bundle-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const [hook, seen, config] = ['hook.cjs', 'seen.json', 'kubeconfig'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(hook, witness);
  await writeFile(config, kubeconfig);
  const server = await launch(t, 'podmutator', [...args, '--shutdown-grace', '0s'], {
    NODE_OPTIONS: `--require=${hook}`,
    WITNESS: seen,
    KUBECONFIG: config,
  });
  t.is(await server.stop(), 0);
  return JSON.parse(await readFile(seen, 'utf8')) as { undici: boolean; packages: readonly string[] };
}

for (const [name, args] of Object.entries(servers)) {
  test(`${name}: required libraries come out of the bundle, and Node's own HTTP client of the web is never loaded`, async (t) => {
    const { undici, packages } = await findLoaded(t, args);
    // Only from Node 22 on, where node:http exports parts of it, could it be otherwise.
    t.false(undici);
    // The tables of character sets and of host names in Unicode, and what asks for them.
    const known = ['iconv-lite', 'safer-buffer', 'node-fetch', 'whatwg-url', 'tr46', 'webidl-conversions'];
    t.deepEqual(
      packages.filter((one) => !known.includes(one)),
      [],
    );
  });
}

test('the bundle imports nothing but what is meant to stay outside', async (t) => {
  const folder = join(projectRoot, 'build/chunks');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const imports = texts.flatMap((text) => [...text.matchAll(/\b(?:from|import\(?)"([\w@][^"\s]*)"/g)]);
  const packages = imports.map(([, name = '']) => name).filter((name) => !isBuiltin(name));
  t.deepEqual([...new Set(packages)].toSorted(), ['@peculiar/x509', 'node-fetch', 'reflect-metadata']);
});
