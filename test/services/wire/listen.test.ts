import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { connect, failureOf, macvtapPod, serve } from '../../kit/service.js';
import { until } from '../../kit/until.js';

async function createSocketPath(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-socket-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'grpc.sock');
}

test('a socket file serves its owner and group, and is gone after the stop', async (t) => {
  const path = await createSocketPath(t);
  const { service, call, log } = await serve(t, { address: `unix:${path}` });
  t.is(service.address, `unix:${path}`);
  t.is((await call('mutatePod', { podJson: macvtapPod() })).decision, 'allowed');
  t.is((await stat(path)).mode & 0o777, 0o660);
  t.is((await until(() => log.find(({ msg }) => msg === 'call')))['peer'], 'unix');
  await service.stop();
  await t.throwsAsync(stat(path), { code: 'ENOENT' });
});

test('a socket file that a killed process left behind is replaced', async (t) => {
  const path = await createSocketPath(t);
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  t.throws(() => execFileSync(process.execPath, ['-e', script], { stdio: 'ignore' }));
  t.true((await stat(path)).isSocket());
  const { call } = await serve(t, { address: `unix:${path}` });
  t.is((await call('getServerInfo', {})).mutators.length > 0, true);
});

test('a socket that somebody serves is left alone', async (t) => {
  const path = await createSocketPath(t);
  const other = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => other.listen(path, resolve));
  t.teardown(() => other.close());
  await t.throwsAsync(serve(t, { address: `unix:${path}` }), { message: /another process is serving there/ });
  t.true((await stat(path)).isSocket());
});

test('a file that is no socket is left alone', async (t) => {
  const path = await createSocketPath(t);
  await writeFile(path, 'precious');
  await t.throwsAsync(serve(t, { address: `unix:${path}` }), { message: /found another kind of file/ });
  t.true((await stat(path)).isFile());
});

test('a port that is taken, and an address that is none, are told', async (t) => {
  const { service } = await serve(t);
  await t.throwsAsync(serve(t, { address: service.address }), {
    message: new RegExp(`^cannot listen on ${service.address}: .*EADDRINUSE`),
  });
  await t.throwsAsync(serve(t, { address: 'localhost' }), { message: /expected host:port/ });
});

test('an address without host serves IPv4 and IPv6', async (t) => {
  const { service } = await serve(t, { address: ':0' });
  const port = service.address.split(':').at(-1);
  const { call } = connect(t, `127.0.0.1:${port}`);
  t.is((await call('getServerInfo', {})).version.length > 0, true);
});

test('several addresses are served together and stop together', async (t) => {
  const path = await createSocketPath(t);
  const { service, call } = await serve(t, { address: [`unix:${path}`, '127.0.0.1:0'] });
  t.deepEqual(service.addresses.slice(0, 1), [`unix:${path}`]);
  const [, port = ''] = service.addresses;
  t.is((await call('mutatePod', { podJson: macvtapPod() })).decision, 'allowed');
  t.is((await connect(t, port).call('mutatePod', { podJson: macvtapPod() })).decision, 'allowed');
  await service.stop();
  await t.throwsAsync(stat(path), { code: 'ENOENT' });
  t.is((await failureOf(connect(t, port).call('getServerInfo', {}))).code, 14);
});

test('where one of several addresses is taken, none is served', async (t) => {
  const path = await createSocketPath(t);
  const { service } = await serve(t);
  await t.throwsAsync(serve(t, { address: [`unix:${path}`, service.address] }), { message: /EADDRINUSE/ });
  await t.throwsAsync(stat(path), { code: 'ENOENT' });
});
