// What is in the image: only what runs.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { projectRoot } from '../kit/project.js';
import { confined, docker, image, node, step, tryDocker } from './docker.js';

step('the printed command builds it', async (t) => {
  await docker('build', '-q', '-t', image, '.');
  t.pass();
});

step('it is at most 30 MB larger than the program of Node', async (t) => {
  const size = Number(await docker('image', 'inspect', '--format', '{{.Size}}', image));
  const program = Number(await node("console.log(require('node:fs').statSync(process.execPath).size)"));
  const megabytes = (size - program) / 1e6;
  t.log(`${(size / 1e6).toFixed(1)} MB`);
  t.true(megabytes < 30, `${megabytes.toFixed(1)} MB`);
});

step(
  'it holds Node, what that is linked with, and our files: no shell, no package manager, no rights of others',
  async (t) => {
    const found = JSON.parse(
      await node(`
      const { lstatSync, readdirSync } = require('node:fs');
      const files = ['/usr', '/etc', '/var', '/app', '/opt', '/root', '/home', '/tmp', '/lib', '/bin', '/sbin']
        .filter((folder) => lstatSync(folder, { throwIfNoEntry: false })?.isDirectory())
        .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => folder + '/' + name));
      const facts = files.map((file) => ({ file, stat: lstatSync(file) })).filter(({ stat }) => stat.isFile());
      console.log(JSON.stringify({
        programs: facts.filter(({ file, stat }) => (stat.mode & 0o111) && !/[.]so([.][0-9.]+)?$/.test(file)).map(({ file }) => file),
        others: facts.filter(({ stat }) => stat.mode & 0o6000).map(({ file }) => file),
        writable: facts.filter(({ stat }) => stat.mode & 0o022).map(({ file }) => file),
        managers: files.filter((file) => /[/](npm|npx|corepack|yarn|apt|dpkg-deb)$/.test(file)),
      }));`),
    ) as { programs: string[]; others: string[]; writable: string[]; managers: string[] };
    t.deepEqual(
      found.programs.filter((file) => !file.startsWith('/app/') && !/\/ld-linux[^/]*$/.test(file)).toSorted(),
      ['/usr/local/bin/node', '/usr/local/bin/podmutator', '/usr/local/bin/webhook-sidecard'],
    );
    t.deepEqual([found.others, found.writable, found.managers], [[], [], []]);
    t.regex(
      (await tryDocker(...confined, '--entrypoint', 'sh', image, '-c', 'true')).messages,
      /"sh": executable file not found/,
    );
  },
);

step('each package beside the bundle is in the bill of materials, and so is what the bundle was made of', async (t) => {
  const found = JSON.parse(
    await node(`
      const { readdirSync, readFileSync } = require('node:fs');
      // Some packages have another version of a package below them.
      const packages = readdirSync('/app', { recursive: true }).filter((file) =>
        /(^|[/])node_modules[/](@[^/]+[/])?[^/@]+[/]package[.]json$/.test(file));
      const { components } = JSON.parse(readFileSync('/app/sbom.cdx.json', 'utf8'));
      console.log(JSON.stringify({
        bill: readFileSync('/app/sbom.cdx.json', 'utf8'),
        licences: readFileSync('/app/licences.txt', 'utf8'),
        packages: packages.map((file) => JSON.parse(readFileSync('/app/' + file, 'utf8')))
          .map(({ name, version }) => name + ' ' + version),
        outside: components.filter(({ properties }) => properties.some(({ value }) => value === 'outside')).map(({ name, version }) => name + ' ' + version),
      }));`),
  ) as { bill: string; licences: string; packages: string[]; outside: string[] };
  t.deepEqual(found.packages.toSorted(), found.outside.toSorted());
  t.is(found.bill, await readFile(join(projectRoot, 'build/sbom.cdx.json'), 'utf8'), 'as a checkout builds it');
  t.is(found.licences, await readFile(join(projectRoot, 'build/licences.txt'), 'utf8'));
});

test('every stage is from the image that an argument names, and a release names it by the digest that a bot renews', async (t) => {
  const text = await readFile(join(projectRoot, 'Dockerfile'), 'utf8');
  const bases = [...text.matchAll(/^FROM (?:--platform=\$BUILDPLATFORM )?(\S+)/gm)].map(([, name]) => name);
  t.deepEqual([...new Set(bases)].toSorted(), ['$'.concat('{NODE_IMAGE}'), 'scratch']);
  const [, wanted = ''] = /^ARG NODE_IMAGE=(\S+)$/m.exec(text) ?? [];
  const pinned = await readFile(join(projectRoot, '.github/node-image/Dockerfile'), 'utf8');
  t.regex(pinned, new RegExp(`^FROM ${wanted}@sha256:[0-9a-f]{64}$`, 'm'));
  const dependabot = await readFile(join(projectRoot, '.github/dependabot.yml'), 'utf8');
  t.regex(dependabot, /directories: \[.*\/\.github\/node-image.*\]/);
  const release = await readFile(join(projectRoot, '.github/workflows/release.yml'), 'utf8');
  t.regex(release, /NODE_IMAGE=\$\{\{ steps\.names\.outputs\.node \}\}/);
});

for (const [title, args] of [
  ['the name of a command as entry point', ['--entrypoint', 'webhook-sidecard', image]],
  ['the name of a command as argument', [image, 'webhook-sidecard']],
] as const) {
  step(`webhook-sidecard starts by ${title}`, async (t) => {
    t.regex(await docker(...confined, ...args, '--help'), /Usage: webhook-sidecard/);
    const { code, messages } = await tryDocker(...confined, ...args);
    t.is(code, 1);
    t.regex(
      messages,
      /webhook-sidecard: no certificate: set --tls-cert and --tls-key \(or TLS_CERT_FILE and TLS_KEY_FILE\)/,
    );
  });
}

step('it holds neither tests nor sources nor development tools, and belongs to another user', async (t) => {
  const found = JSON.parse(
    await node(`
      const { readdirSync, statSync } = require('node:fs');
      const files = readdirSync('/app', { recursive: true });
      const owned = files.filter((name) => statSync('/app/' + name).uid === process.getuid());
      console.log(JSON.stringify({ files: files.filter((name) => !name.startsWith('node_modules/')), owned,
        packages: readdirSync('/app/node_modules') }));`),
  ) as { files: string[]; owned: string[]; packages: string[] };
  t.deepEqual(
    found.files.filter((name) => /(^|\/)(test|examples|config|docs)(\/|$)|\.ts$|\.map$/.test(name)),
    [],
  );
  for (const name of ['typescript', 'ava', '@biomejs', 'knip', 'c8', 'fast-check', 'esbuild'])
    t.false(found.packages.includes(name));
  t.true(found.packages.includes('@peculiar'), '`podmutator certs` has its library');
  t.deepEqual(found.owned, []);
});

step('what is built is the same for all architectures', async (t) => {
  // The build stages run on the machine that builds: a compiled part would be one for that machine.
  const compiled = await node(`
    const { readdirSync, openSync, readSync, closeSync, lstatSync } = require('node:fs');
    const start = Buffer.alloc(4);
    const isProgram = (file) => {
      const opened = openSync(file);
      readSync(opened, start, 0, 4, 0);
      closeSync(opened);
      return start.equals(Buffer.from('7f454c46', 'hex'));
    };
    const files = readdirSync('/app', { recursive: true }).map((name) => '/app/' + name);
    console.log(JSON.stringify(files.filter((file) => lstatSync(file).isFile() && isProgram(file))));
    console.log(isProgram(process.execPath));`);
  t.deepEqual(compiled.split('\n'), ['[]', 'true']);
});
