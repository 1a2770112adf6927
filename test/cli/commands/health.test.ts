import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { createAuthority } from '../../kit/certificates.js';
import { launch, run } from '../../kit/command.js';

const noGrace = ['--shutdown-grace', '0ms'];

test('a ready adapter over HTTPS and its service over gRPC are healthy', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-health-'));
  const { cert, key } = await (await createAuthority()).issue();
  const [certFile, keyFile] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  await Promise.all([writeFile(certFile, cert), writeFile(keyFile, key)]);
  const socket = `unix:${join(folder, 'grpc.sock')}`;
  const { ready } = await launch(t, 'podmutator', [
    ...['serve', '--addr', '127.0.0.1:0', '--tls-cert', certFile, '--tls-key', keyFile],
    ...['--grpc-addr', socket, '--grpc-addr', '127.0.0.1:0', ...noGrace],
  ]);
  const [, port = ''] = (ready['grpc'] ?? '').split(', ');
  t.like(await run('podmutator', ['health', '--url', `https://${ready['webhook']}/readyz`]), { code: 0, stderr: '' });
  t.like(await run('podmutator', ['health', '--grpc', socket]), { code: 0, stdout: 'SERVING\n' });
  t.like(await run('podmutator', ['health', '--grpc', port]), { code: 0, stdout: 'SERVING\n' });
});

test('an adapter without its service is not', async (t) => {
  const { ready } = await launch(t, 'podmutator', [
    ...['adapter', '--allow-http', '--addr', '127.0.0.1:0', '--service', '127.0.0.1:1', ...noGrace],
  ]);
  const { code, stdout } = await run('podmutator', ['health', '--url', `http://${ready['webhook']}/readyz`]);
  t.is(code, 1);
  t.regex(stdout, /^503 /);
});

test('where nobody listens the code is 3, with one sentence', async (t) => {
  for (const flags of [
    ['--url', 'http://127.0.0.1:1/readyz'],
    ['--grpc', '127.0.0.1:1'],
  ]) {
    const { code, stderr } = await run('podmutator', ['health', ...flags]);
    t.is(code, 3);
    t.regex(stderr, /^podmutator health: .*127\.0\.0\.1:1.* does not answer: [^\n]+\n$/);
  }
});

test('whoever accepts and never answers does not hold the check up', async (t) => {
  const silent = createTcpServer(() => {}).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  t.teardown(() => silent.close());
  const { port } = silent.address() as AddressInfo;
  for (const flags of [
    ['--url', `http://127.0.0.1:${port}/`],
    ['--grpc', `127.0.0.1:${port}`],
  ]) {
    t.is((await run('podmutator', ['health', '--timeout', '200ms', ...flags])).code, 3);
  }
});

test('a body that breaks off is no answer', async (t) => {
  const broken = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('ok', () => response.destroy());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => broken.once('listening', resolve));
  t.teardown(() => broken.close());
  const { port } = broken.address() as AddressInfo;
  t.is((await run('podmutator', ['health', '--url', `http://127.0.0.1:${port}/`])).code, 3);
});

test('a URL of another kind is bad input', async (t) => {
  const { code, stderr } = await run('podmutator', ['health', '--url', '127.0.0.1:8443']);
  t.is(code, 2);
  t.regex(stderr, /--url: expected http:/);
});
