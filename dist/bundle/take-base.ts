// Run while the image is built: takes out of a root file system of Debian what Node needs to run, and leaves the rest
// (shell, package managers, programs that run as root) behind. Only files are read, so the file system may be one of
// another architecture.
//
//   node take-base.js FROM TO

import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readNeeded } from './read-needed.js';

const [from = '', to = ''] = process.argv.slice(2);

/** What the program of Node is linked with, and what that is linked with. The last is not everywhere. */
const packages = ['libc6', 'libgcc-s1', 'libstdc++6', 'gcc-12-base', 'libatomic1'];

/** Of these packages: programs, conversions that Node does by itself, and what only people read. */
const unwanted = /^\/(?:usr\/)?s?bin\/|\/gconv\/|\/gcc\/python\/|\/(?:doc|lintian|man)\//;

const single = [
  '/usr/local/bin/node',
  '/etc/nsswitch.conf',
  '/usr/lib/os-release',
  '/etc/os-release',
  '/etc/debian_version',
];

for (const file of [...packages.flatMap(listFiles), ...single]) take(file);
// Where programs look for libraries: links to folders below /usr.
for (const name of ['lib', 'lib32', 'lib64', 'libx32']) take(`/${name}`);
mkdirSync(join(to, 'tmp'), { recursive: true });
chmodSync(join(to, 'tmp'), 0o1777);
mkdirSync(join(to, 'var/lib/dpkg'), { recursive: true });
// By this scanners know which versions these are.
writeFileSync(join(to, 'var/lib/dpkg/status'), readStatus());
const nobody = 'podmutator:x:65532:65532::/:/usr/sbin/nologin';
writeFileSync(join(to, 'etc/passwd'), `root:x:0:0:root:/:/usr/sbin/nologin\n${nobody}\n`);
writeFileSync(join(to, 'etc/group'), 'root:x:0:\npodmutator:x:65532:\n');

// A base of another release of Debian may have the libraries in packages of other names.
const taken = new Set(readdirSync(to, { recursive: true }).map((file) => basename(String(file))));
const missing = readNeeded(join(to, 'usr/local/bin/node')).filter((library) => !taken.has(library));
if (missing.length > 0) {
  throw new Error(`${from}: Node needs ${missing.join(', ')}, which the packages ${packages.join(', ')} do not have`);
}

/** The files of a package, as dpkg has them; of a foreign architecture its name has that behind a colon. */
function listFiles(name: string): readonly string[] {
  const folder = join(from, 'var/lib/dpkg/info');
  const list = readdirSync(folder).find(
    (file) => file.replace(/(?::\w+)?\.list$/, '') === name && file.endsWith('.list'),
  );
  if (list === undefined) return [];
  const files = readFileSync(join(folder, list), 'utf8').trim().split('\n');
  return files.filter((file) => file.endsWith('/copyright') || !unwanted.test(file));
}

function take(file: string): void {
  const source = join(from, file);
  const stat = lstatSync(source, { throwIfNoEntry: false });
  if (!stat || stat.isDirectory()) return;
  // The list says /lib, which is a link to /usr/lib.
  const folder = realpathSync(dirname(source)).slice(realpathSync(from).length);
  const target = join(to, folder, basename(file));
  if (lstatSync(target, { throwIfNoEntry: false })) return;
  mkdirSync(dirname(target), { recursive: true });
  if (stat.isSymbolicLink()) {
    symlinkSync(readlinkSync(source), target);
    return;
  }
  copyFileSync(source, target);
  // No program takes the rights of its owner.
  chmodSync(target, stat.mode & 0o755);
}

function readStatus(): string {
  const paragraphs = readFileSync(join(from, 'var/lib/dpkg/status'), 'utf8').split('\n\n');
  const own = paragraphs.filter((text) => packages.includes(/^Package: (.*)$/m.exec(text)?.[1] ?? ''));
  return `${own.join('\n\n')}\n`;
}
