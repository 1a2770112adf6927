import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { createAuthority } from '../kit/certificates.js';
import { launch, run } from '../kit/command.js';
import { projectRoot } from '../kit/project.js';

const review = readFileSync(join(projectRoot, 'examples/review-virt-launcher.json'));
const both = readFileSync(join(projectRoot, 'examples/review-dragonfly.json'));

async function writePair(): Promise<{ readonly cert: string; readonly key: string; readonly ca: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'webhook-sidecard-'));
  const authority = await createAuthority();
  const pair = await authority.issue();
  const [cert, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  await writeFile(cert, pair.cert);
  await writeFile(key, pair.key);
  return { cert, key, ca: authority.ca };
}

async function mutate(address: string | undefined, body: Buffer): Promise<{ patch?: string }> {
  const answer = await fetch(`http://${address}/mutate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return ((await answer.json()) as { response: { patch?: string } }).response;
}

function readHealth(address: string | undefined, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(`https://${address}/healthz`, { ca, servername: 'localhost' }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(`${response.statusCode} ${text}`));
    }).on('error', reject);
  });
}

test('without certificates and without --allow-http it refuses, naming flags and variables', async (t) => {
  const { code, stderr } = await run('webhook-sidecard', ['--addr', '127.0.0.1:0']);
  t.is(code, 1);
  t.regex(stderr, /--tls-cert and --tls-key \(or TLS_CERT_FILE and TLS_KEY_FILE\), or --allow-http/);
});

test('one half of a pair is refused, naming the other', async (t) => {
  t.regex((await run('webhook-sidecard', ['--tls-cert', 'a'])).stderr, /--tls-key \(or TLS_KEY_FILE\)/);
  t.regex((await run('webhook-sidecard', [], { TLS_KEY_FILE: 'a' })).stderr, /--tls-cert \(or TLS_CERT_FILE\)/);
});

test('a pair that cannot be read or does not match is refused', async (t) => {
  const [one, other] = [await writePair(), await writePair()];
  for (const args of [
    ['--tls-cert', '/none', '--tls-key', '/none'],
    ['--tls-cert', one.cert, '--tls-key', other.key],
  ]) {
    const { code, stderr } = await run('webhook-sidecard', args);
    t.is(code, 1);
    t.true(stderr.includes(String(args[1])) && stderr.includes(String(args[3])), stderr);
  }
});

test('an unknown flag is answered with the usage and code 2', async (t) => {
  const { code, stderr } = await run('webhook-sidecard', ['--nope']);
  t.is(code, 2);
  t.regex(stderr, /Usage: webhook-sidecard/);
});

test('it serves TLS, with one half from a flag and the other from the environment, flags first', async (t) => {
  const { cert, key, ca } = await writePair();
  const args = ['--addr=127.0.0.1:0', '--tls-cert', cert];
  const { ready } = await launch(t, 'webhook-sidecard', args, { TLS_CERT_FILE: '/none', TLS_KEY_FILE: key });
  t.is(await readHealth(ready['webhook'], ca), '200 ok');
});

test('--allow-http wins over certificates, and the log warns', async (t) => {
  const { cert, key } = await writePair();
  const args = ['--addr', '127.0.0.1:0', '--allow-http', '--tls-cert', cert, '--tls-key', key];
  const { ready, log } = await launch(t, 'webhook-sidecard', args);
  t.is(await (await fetch(`http://${ready['webhook']}/healthz`)).text(), 'ok');
  t.true(log.some(({ level, msg }) => level === 'warn' && String(msg).includes('--allow-http')));
});

test('an IPv6 host in brackets is an address', async (t) => {
  const { ready } = await launch(t, 'webhook-sidecard', ['--addr', '[::1]:0', '--allow-http']);
  t.regex(ready['webhook'] ?? '', /^\[::1\]:\d+$/);
  t.is((await fetch(`http://${ready['webhook']}/healthz`)).status, 200);
});

test('it runs macvtap and nothing else', async (t) => {
  const { ready } = await launch(t, 'webhook-sidecard', ['--addr', '127.0.0.1:0', '--allow-http']);
  const { patch } = await mutate(ready['webhook'], review);
  t.true(JSON.parse(Buffer.from(patch ?? '', 'base64').toString()).length > 0);
  t.is((await mutate(ready['webhook'], both)).patch, undefined);
});
