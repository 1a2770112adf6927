// The targets of the Makefile, with tools that only say how they were called.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { projectRoot } from '../kit/project.js';

const targets = [
  ...['help', 'docker-build', 'docker-push', 'docker-buildx', 'install', 'uninstall', 'deploy', 'undeploy'],
  ...['build-installer', 'test', 'test-cluster', 'test-container'],
];

interface Made {
  readonly status: number | null;
  readonly output: string;
  readonly messages: string;
}

function make(...args: readonly string[]): Made {
  const { status, stdout, stderr } = spawnSync('make', args, { cwd: projectRoot, encoding: 'utf8' });
  return { status, output: stdout, messages: stderr };
}

test('help, which is what make does by itself, has a line for every target', (t) => {
  const { status, output } = make();
  t.is(status, 0);
  t.deepEqual(
    output
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[0]),
    targets,
  );
  for (const line of output.trimEnd().split('\n')) t.regex(line, /^ {2}[a-z-]+ +[A-Z].*\.$/);
  const phony = [...readFileSync(join(projectRoot, 'Makefile'), 'utf8').matchAll(/^\.PHONY: (.*)$/gm)];
  t.deepEqual(
    phony.map(([, name]) => name),
    targets,
  );
});

for (const target of targets) {
  test(`${target} can be planned`, (t) => {
    t.like(make('-n', target), { status: 0, messages: '' });
  });
}

const img = 'IMG=registry.example/webhook-sidecard:v1';
const calls: readonly (readonly [target: string, call: RegExp])[] = [
  ['docker-build', /^called build -t registry\.example\/webhook-sidecard:v1 \.$/m],
  ['docker-push', /^called push registry\.example\/webhook-sidecard:v1$/m],
  [
    'docker-buildx',
    /^called buildx build --platform=linux\/amd64,linux\/arm64 --tag registry\.example\/webhook-sidecard:v1 --push \.$/m,
  ],
];
for (const [target, call] of calls) {
  test(`${target} calls CONTAINER_TOOL with IMG`, (t) => {
    const { status, output } = make(target, img, 'CONTAINER_TOOL=echo called');
    t.is(status, 0);
    t.regex(output, call);
  });

  test(`${target} fails as CONTAINER_TOOL does`, (t) => {
    const { status, messages } = make(target, img, 'CONTAINER_TOOL=false');
    t.is(status, 2);
    t.regex(messages, new RegExp(`${target}\\] Error 1`));
  });
}

for (const target of ['install', 'uninstall']) {
  test(`${target} says that there is nothing to do, and what to do instead`, (t) => {
    const { status, output } = make(target, img);
    t.is(status, 0);
    t.regex(output, /^podmutator has no custom resource definitions: nothing to .* make (deploy|undeploy)/);
  });
}

/** A stand-in for kubectl: it renders `manifest`, serves `versions`, and notes what is applied. */
async function standIn(t: ExecutionContext, manifest: string, versions: string) {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-make-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'kubectl');
  await writeFile(join(folder, 'manifest'), manifest);
  await writeFile(
    program,
    `#!/usr/bin/env bash
case $1 in
kustomize) cat '${folder}/manifest' ;;
api-versions) ${versions} ;;
apply) cat "$3" > '${folder}/applied' ;;
esac
`,
    { mode: 0o755 },
  );
  const files = [`INSTALLER=${folder}/install.yaml`, `INSTALLER_WITH_KEYS=${folder}/install-with-keys.yaml`];
  return {
    make: (target: string, ...args: readonly string[]) => make(target, img, `KUBECTL=${program}`, ...files, ...args),
    read: (name: string) => readFile(join(folder, name), 'utf8').catch(() => undefined),
    modeOf: async (name: string) => (await stat(join(folder, name))).mode & 0o777,
  };
}

const workload = 'apiVersion: v1\nkind: Namespace\n---\napiVersion: apps/v1\nkind: Deployment\nimage: IMG\n';
const issued = `${workload}---\napiVersion: cert-manager.io/v1\nkind: Issuer\n`;
const bare = 'printf "apps/v1\\nv1\\n"';

test('deploy applies what it renders, with IMG, where the cluster serves all of it', async (t) => {
  const { make: run, read } = await standIn(t, issued, 'printf "apps/v1\\ncert-manager.io/v1\\nv1\\n"');
  t.like(run('deploy'), { status: 0, messages: '' });
  t.is(await read('applied'), issued.replace('IMG', 'registry.example/webhook-sidecard:v1'));
});

test('deploy applies nothing without cert-manager, and names the other overlays', async (t) => {
  const { make: run, read } = await standIn(t, issued, bare);
  const { status, messages } = run('deploy');
  t.is(status, 2);
  t.regex(
    messages,
    /the cluster does not serve cert-manager\.io\/v1, which config\/default needs; nothing was applied/,
  );
  t.regex(
    messages,
    /install cert-manager, or bring a certificate: OVERLAY=config\/own-authority or OVERLAY=config\/own-secret/,
  );
  t.is(await read('applied'), undefined);
});

test('deploy applies nothing without any other kind that it renders', async (t) => {
  const monitored = `${workload}---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\n`;
  const { make: run, read } = await standIn(t, monitored, bare);
  const { status, messages } = run('deploy', 'OVERLAY=mine');
  t.is(status, 2);
  t.regex(messages, /the cluster does not serve monitoring\.coreos\.com\/v1, which mine needs/);
  t.notRegex(messages, /cert-manager/);
  t.is(await read('applied'), undefined);
});

test('deploy applies nothing where the cluster does not say what it serves', async (t) => {
  const { make: run, read } = await standIn(t, workload, 'echo "no cluster" >&2; exit 1');
  const { status, messages } = run('deploy');
  t.is(status, 2);
  t.regex(messages, /no cluster/);
  t.is(await read('applied'), undefined);
});

test('build-installer writes manifests without keys where git has them', async (t) => {
  const { make: run, read, modeOf } = await standIn(t, workload, bare);
  t.is(run('build-installer').status, 0);
  t.is(await read('install.yaml'), workload.replace('IMG', 'registry.example/webhook-sidecard:v1'));
  t.is(await modeOf('install.yaml'), 0o644);
  t.is(await read('install-with-keys.yaml'), undefined);
});

test('build-installer writes manifests with a key elsewhere, for the owner only, in a file that git ignores', async (t) => {
  const { make: run, read, modeOf } = await standIn(t, `${workload}---\nkind: Secret\n`, bare);
  const { status, output } = run('build-installer');
  t.is(status, 0);
  t.regex(output, /wrote .*install-with-keys\.yaml, which holds a private key/);
  t.is(await read('install.yaml'), undefined);
  t.regex((await read('install-with-keys.yaml')) ?? '', /kind: Secret/);
  t.is(await modeOf('install-with-keys.yaml'), 0o600);
  const { status: ignored } = spawnSync('git', ['check-ignore', '-q', 'dist/install-with-keys.yaml'], {
    cwd: projectRoot,
  });
  t.is(ignored, 0);
});

test('build-installer leaves what was there if rendering fails', async (t) => {
  const { make: run, read } = await standIn(t, workload, bare);
  t.is(run('build-installer').status, 0);
  const before = await read('install.yaml');
  t.is(run('build-installer', 'KUBECTL=false').status, 2);
  t.is(await read('install.yaml'), before);
});

for (const target of ['deploy', 'undeploy']) {
  test(`${target} fails where KUBECTL cannot render`, (t) => {
    t.is(make(target, img, 'KUBECTL=false').status, 2);
  });
}
