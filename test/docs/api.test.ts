// What the documentation for callers prints works as it is printed. Its examples in Go and Python are run with their
// tools, by `npm run test:clients`.

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { credentials, Server, ServerCredentials, status } from '@grpc/grpc-js';
import test from 'ava';
import { PodMutator } from '../../proto/load.js';
import { launch } from '../kit/command.js';
import { isUpdate, projectRoot } from '../kit/project.js';

const execute = promisify(execFile);
const page = join(projectRoot, 'docs/api.md');
const text = readFileSync(page, 'utf8');
const blocks = new Map(
  [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].toReversed().map(([, language = '', block = '']) => [language, block]),
);

test('the example in TypeScript compiles, and prints what it says', async (t) => {
  const service = await launch(t, 'podmutator', ['service', '--grpc-addr', '127.0.0.1:0']);
  const root = await mkdtemp(join(tmpdir(), 'podmutator-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  for (const name of ['node_modules', 'proto']) await symlink(join(projectRoot, name), join(root, name));
  const source = blocks.get('ts')?.replace('localhost:50051', String(service.ready['grpc'])) ?? '';
  await writeFile(join(root, 'package.json'), '{"type": "module"}');
  await writeFile(join(root, 'documented.ts'), source);
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node', '--skipLibCheck'];
  const tsc = [join(projectRoot, 'node_modules/.bin/tsc'), ...options, 'documented.ts'];
  const compiled = await execute(process.execPath, tsc, { cwd: root }).catch((error) => error as { stdout: string });
  t.is(compiled.stdout, '');
  const { stdout } = await execute(process.execPath, ['documented.js'], { cwd: root });
  t.is(stdout, blocks.get('text') ?? '');
});

test('the commands for HTTP print what stands there', async (t) => {
  const serve = await launch(t, 'podmutator', [
    ...['serve', '--allow-http', '--addr', '127.0.0.1:0', '--grpc-addr', '127.0.0.1:0'],
    ...['--playground', '--playground-addr', '127.0.0.1:0'],
  ]);
  const { host } = new URL(String(serve.ready['playground']));
  const shown = [...text.matchAll(/^```console\n\$ (.*)\n([\s\S]*?)^```$/gm)];
  t.true(shown.length >= 4);
  let updated = text;
  for (const [whole, command = '', output] of shown) {
    const script = command.replaceAll('127.0.0.1:8082', host);
    const { stdout } = await execute('sh', ['-c', script], { cwd: projectRoot });
    t.not(stdout, '', command);
    if (isUpdate) updated = updated.replace(whole, () => `\`\`\`console\n$ ${command}\n${stdout}\`\`\``);
    else t.is(output, stdout, command);
  }
  if (isUpdate) {
    writeFileSync(page, updated);
    t.fail('rewritten; look at the diff');
  }
});

/** A service that fails with `code` until it was asked `failures` times. */
async function startService(t: { teardown(end: () => void): void }, code: status, failures: number) {
  let asked = 0;
  const server = new Server();
  server.addService(PodMutator.service, {
    getServerInfo: (_call: unknown, reply: (error: object | null, response?: object) => void) => {
      asked += 1;
      if (asked > failures) reply(null, { version: 'there' });
      else reply({ code, details: 'not now' });
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  t.teardown(() => server.forceShutdown());
  const client = new PodMutator(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.service_config': blocks.get('json') ?? '',
  });
  t.teardown(() => client.close());
  const ask = () =>
    new Promise<string | undefined>((resolve, reject) => {
      client.getServerInfo({}, (error, info) => (error ? reject(error) : resolve(info?.version)));
    });
  return { ask, asked: () => asked };
}

test('with the service config, what may pass is tried again, and nothing else', async (t) => {
  const passing = await startService(t, status.UNAVAILABLE, 2);
  t.is(await passing.ask(), 'there');
  t.is(passing.asked(), 3);
  for (const code of [status.INVALID_ARGUMENT, status.RESOURCE_EXHAUSTED, status.INTERNAL]) {
    const failing = await startService(t, code, 1);
    const error = await t.throwsAsync(failing.ask());
    t.like(error, { code });
    t.is(failing.asked(), 1);
  }
});
