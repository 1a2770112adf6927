// The targets of the Makefile, with tools that only say how they were called.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { projectRoot } from '../project.js';

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

for (const target of ['deploy', 'undeploy']) {
  test(`${target} fails where KUBECTL cannot render`, (t) => {
    t.is(make(target, img, 'KUBECTL=false').status, 2);
  });
}
