// The image of examples/cli-tools, and what dragonfly's init container does with it. Dragonfly's own image lies in a
// registry that tests cannot count on; a stand-in has its layout, programs in /usr/local/bin.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { createPod, mutatePod } from '../kit/evaluate-pod.js';
import { docker, step } from './docker.js';

const base = 'node:24-bookworm-slim';
const client = 'registry.example/client:stand-in';
const tools = 'registry.example/cli-tools:test';
const volume = 'podmutator-test-tools';
const programs = ['dfget', 'dfcache', 'dfctl', 'dfdaemon'];
const confined = ['run', '--rm', '--network=none', '--cap-drop=ALL', '--security-opt=no-new-privileges', '--read-only'];

test.after.always(async () => {
  await docker('volume', 'rm', '--force', volume).catch(() => undefined);
});

step('the recipe takes the tools that the client image has, without the daemon', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-client-'));
  t.teardown(() => rm(folder, { recursive: true }));
  for (const name of programs) await writeFile(join(folder, name), `#!/bin/sh\necho ${name}\n`, { mode: 0o755 });
  await writeFile(join(folder, 'Dockerfile'), `FROM ${base}\nCOPY df* /usr/local/bin/\n`);
  await docker('build', '-q', '-t', client, folder);
  const args = ['--build-arg', `CLIENT=${client}`, '--build-arg', `BASE=${base}`];
  await docker('build', '-q', ...args, '-t', tools, 'examples/cli-tools');
  const listed = await docker(...confined, tools, 'ls', '/dragonfly-tools');
  t.deepEqual(listed.split('\n'), ['dfcache', 'dfctl', 'dfget']);
  t.is(await docker('image', 'inspect', '--format', '{{.Config.User}}', tools), '65532:65532');
});

step('the init container copies them, with its command and rights, for containers of other users', async (t) => {
  const [initContainer] = mutatePod(createPod()).spec?.initContainers ?? [];
  const { command, securityContext, volumeMounts } = initContainer ?? {};
  const mountPath = volumeMounts?.[0]?.mountPath ?? '';
  t.like(securityContext, { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
  const mount = `${volume}:${mountPath}`;
  // An emptyDir may be written by everybody.
  await docker('run', '--rm', '--network=none', '-v', mount, base, 'chmod', '0777', mountPath);
  await docker(...confined, '--user', String(securityContext?.runAsUser), '-v', mount, tools, ...(command ?? []));
  const app = ['--user', '1000:1000', '-v', `${volume}:/tools:ro`, base, '/tools/dfget'];
  t.is(await docker(...confined, ...app), 'dfget');
});
