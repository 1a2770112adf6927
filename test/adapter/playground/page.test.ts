// Who may come to the playground, and what a browser gets.

import { createConnection } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { createKeyPairSource } from '../../../runtime/key-pair.js';
import { type Answer, adapt, type CallOptions } from '../../kit/adapter.js';
import { createAuthority, createSecretFolder } from '../../kit/certificates.js';
import { emptyPreview } from '../../kit/empty-preview.js';
import { checkStatus, createFolder, type Playing, play, previewsBy } from '../../kit/playground.js';

const nothing = previewsBy(async () => emptyPreview);
const script = 'console.log("page");\n'.repeat(20);

let playing: Playing;
let overTls: Pick<Playing, 'ask'>;
const ends: (() => unknown)[] = [];

test.before(async (t) => {
  const owner = { ...t, teardown: (end: () => unknown) => void ends.push(end) } as unknown as ExecutionContext;
  const folder = await createFolder(owner, {
    'secret.txt': 'outside',
    'web/index.html': '<!doctype html><title>page</title>',
    'web/assets/page-ABCD2345.js': script,
    'web/assets/page-ABCD2345.js.br': brotliCompressSync(script),
    'web/assets/page-ABCD2345.js.gz': gzipSync(script),
    'web/style.css': 'body { color: red }',
    'web/examples/a.bin': 'bytes',
  });
  playing = await play(owner, { api: nothing, page: { folder: join(folder, 'web'), hosts: ['play.example'] } });
  const authority = await createAuthority();
  const secret = await createSecretFolder({ ...(await authority.issue()), ca: authority.ca });
  owner.teardown(() => secret.remove());
  const keyPair = await createKeyPairSource({ certFile: secret.certFile, keyFile: secret.keyFile });
  owner.teardown(() => keyPair.close());
  const { ask } = await play(owner, { api: nothing, page: { address: undefined }, tls: { keyPair } });
  const trust = { protocol: 'https:', ca: authority.ca, servername: 'localhost' };
  overTls = { ask: (how) => ask({ ...trust, ...how }) };
});

test.after.always(() => Promise.all(ends.map((end) => end())));

const get = (path: string, how: CallOptions = {}): Promise<Answer> => playing.ask({ method: 'GET', path, ...how });

test('the page comes with headers that let in nothing from elsewhere, and sets no cookie', async (t) => {
  const { status, headers, body } = await get('/playground/');
  t.is(status, 200);
  t.is(body, '<!doctype html><title>page</title>');
  t.is(headers['content-type'], 'text/html; charset=utf-8');
  t.is(headers['cache-control'], 'no-cache');
  t.is(
    headers['content-security-policy'],
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  t.is(headers['x-content-type-options'], 'nosniff');
  t.is(headers['referrer-policy'], 'no-referrer');
  t.is(headers['cross-origin-opener-policy'], 'same-origin');
  t.false('set-cookie' in headers);
  t.false('x-powered-by' in headers);
  t.is((await get('/playground/index.html')).body, body);
  t.is((await get('/playground/', { method: 'HEAD' })).status, 200);
});

test('a file whose name carries its hash is kept for ever, others are asked for again and found unchanged', async (t) => {
  const hashed = await get('/playground/assets/page-ABCD2345.js');
  t.is(hashed.headers['cache-control'], 'public, max-age=31536000, immutable');
  t.is(hashed.headers['content-type'], 'text/javascript; charset=utf-8');
  const style = await get('/playground/style.css');
  t.is(style.headers['cache-control'], 'no-cache');
  const again = await get('/playground/style.css', { headers: { 'if-none-match': style.headers.etag } });
  t.is(again.status, 304);
  t.is(again.body, '');
  t.is((await get('/playground/examples/a.bin')).headers['content-type'], 'application/octet-stream');
});

test('what the build has compressed goes out in the encoding that the browser takes', async (t) => {
  const url = `http://127.0.0.1:${playing.playgroundPort}/playground/assets/page-ABCD2345.js`;
  const tags = new Set<string | null>();
  for (const [accepted, encoding] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', null],
    ['zstd', null],
  ] as const) {
    const response = await fetch(url, { headers: { 'accept-encoding': accepted } });
    t.is(response.headers.get('content-encoding'), encoding, accepted);
    t.is(response.headers.get('vary'), 'accept-encoding');
    t.is(await response.text(), script);
    tags.add(response.headers.get('etag'));
  }
  t.is(tags.size, 3);
});

test('no path leads out of the page', async (t) => {
  const paths = ['/playground/../secret.txt', '/playground/..%2fsecret.txt', '/playground/%2e%2e/secret.txt'];
  const more = ['/playground/..\\secret.txt', '/playground//etc/passwd', '/playground/assets', '/playground/__proto__'];
  const compressed = '/playground/assets/page-ABCD2345.js.br';
  for (const path of [...paths, ...more, compressed, '/secret.txt', '/mutate', '/metrics']) {
    const answer = await get(path);
    t.is(answer.status, 404, path);
    t.false(answer.body.includes('outside'), path);
  }
});

test('short paths lead to the page, other methods nowhere', async (t) => {
  for (const path of ['/', '/playground']) {
    const answer = await get(path);
    t.is(answer.status, 307);
    t.is(answer.headers.location, '/playground/');
  }
  t.is((await get('/playground/', { method: 'POST' })).headers.allow, 'GET, HEAD');
  for (const path of ['/v1/preview', '/preview']) {
    const answer = await get(path);
    t.is(answer.headers.allow, 'POST');
    t.is(checkStatus(t, answer, 405).details[0]?.['reason'], 'METHOD_NOT_ALLOWED');
    t.is((await get(path, { method: 'OPTIONS' })).status, 405);
  }
});

const foreign: Readonly<Record<string, Record<string, string>>> = {
  'another Origin': { origin: 'http://evil.example' },
  'an Origin of another port': { origin: 'http://127.0.0.1:1' },
  'an Origin that is opaque': { origin: 'null' },
  'an Origin that is no web site': { origin: 'chrome-extension://abc' },
  'a name that somebody lets point here': { host: 'evil.example' },
  'that name, with its own Origin': { host: 'evil.example:8082', origin: 'http://evil.example:8082' },
  'a name that looks like ours': { host: 'localhost.evil.example' },
  'an Origin with a user name': { host: '127.0.0.1', origin: 'http://evil@127.0.0.1' },
  'an Origin with a path': { host: '127.0.0.1', origin: 'http://127.0.0.1/evil' },
};

const ownName = '127.0.0.1';
for (const host of [
  'a b',
  `evil@${ownName}`,
  `evil.example:80@${ownName}`,
  `${ownName} evil.example`,
  `${ownName},evil.example`,
  `${ownName}, ${ownName}`,
  `${ownName}#.evil.example`,
  `${ownName}/.evil.example`,
  `${ownName}\\.evil.example`,
  `${ownName}?.evil.example`,
  `${ownName}%2eevil.example`,
  `${ownName}:port`,
  `${ownName}:1:2`,
  '[127.0.0.1]',
  '[::1',
  '[::1]evil.example',
  '[evil.example]',
  'http://localhost',
]) {
  test(`403 for the malformed Host "${host}"`, async (t) => {
    for (const ask of [playing.ask, overTls.ask]) {
      const { details } = checkStatus(t, await ask({ body: '{}', headers: { host } }), 403);
      t.is(details[0]?.['reason'], 'CALLER_FOREIGN');
      t.is((await ask({ method: 'GET', path: '/playground/', headers: { host } })).status, 403);
    }
  });
}

for (const [what, head] of [
  ['two Hosts, also if both are welcome', 'GET /playground/ HTTP/1.1\r\nHost: localhost\r\nHost: 127.0.0.1\r\n'],
  ['no Host', 'GET /playground/ HTTP/1.0\r\n'],
  ['an empty Host', 'GET /playground/ HTTP/1.1\r\nHost:\r\n'],
] as const) {
  test(`403 for ${what}`, async (t) => {
    const socket = createConnection({ port: playing.playgroundPort, host: ownName });
    t.teardown(() => socket.destroy());
    socket.write(`${head}Connection: close\r\n\r\n`);
    t.regex((await socket.toArray()).join(''), /^HTTP\/1\.1 403 /);
  });
}

for (const [what, headers] of Object.entries(foreign)) {
  test(`403 for ${what}`, async (t) => {
    const { details } = checkStatus(t, await playing.ask({ body: '{}', headers }), 403);
    t.is(details[0]?.['reason'], 'CALLER_FOREIGN');
    t.is((await get('/playground/', { headers })).status, 403);
  });
}

test('loopback, addresses and the names of --playground-host are welcome, with their own Origin', async (t) => {
  const { playgroundPort } = playing;
  const hosts = ['localhost', 'play.localhost', '[::1]', '192.0.2.7', 'play.example', 'PLAY.example'];
  for (const host of hosts.flatMap((name) => [name, `${name}:${playgroundPort}`])) {
    const headers = { host, origin: `http://${host}` };
    t.is((await playing.ask({ body: '{}', headers })).status, 200, host);
  }
  // As a proxy that ends TLS passes it on.
  const headers = { host: 'play.example', origin: 'https://play.example' };
  t.is((await playing.ask({ body: '{}', headers })).status, 200);
});

test('415 for what a form of another page could send, and for an encoding', async (t) => {
  const types = ['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
  for (const type of types) {
    const answer = await playing.ask({ body: '{}', headers: { 'content-type': type } });
    t.is(checkStatus(t, answer, 415).details[0]?.['reason'], 'CONTENT_TYPE_UNEXPECTED');
    t.false(Object.keys(answer.headers).some((name) => name.startsWith('access-control-')));
  }
  checkStatus(t, await playing.ask({ body: '{}', headers: { 'content-encoding': 'gzip' } }), 415);
});

test('without a playground nothing of it is on the port of the reviews; with its own listener neither', async (t) => {
  const without = await adapt(t, { api: nothing });
  for (const { call } of [without, playing]) {
    for (const path of ['/playground/', '/playground', '/preview', '/']) {
      t.is((await call({ method: 'GET', path })).status, 404, path);
    }
    t.is((await call({ path: '/preview', body: '{}' })).status, 404);
  }
});

test('a page that is not built is told, and previews work without it', async (t) => {
  const { ask } = await play(t, { api: nothing, page: { folder: '/nowhere' } });
  const answer = await ask({ method: 'GET', path: '/playground/' });
  t.is(answer.status, 404);
  t.is(answer.body, 'The page is not built: run npm run build.\n');
  t.is((await ask({ body: '{}' })).status, 200);
});

test('on the port of the reviews it has their TLS, and previews need the certificate that reviews need', async (t) => {
  const authority = await createAuthority();
  const pair = await authority.issue();
  const secret = await createSecretFolder({ ...pair, ca: authority.ca });
  t.teardown(() => secret.remove());
  const keyPair = await createKeyPairSource(secret);
  t.teardown(() => keyPair.close());
  const folder = await createFolder(t, { 'index.html': 'page' });
  const { ask, port, playgroundPort } = await play(t, {
    api: nothing,
    page: { folder, address: undefined },
    tls: { keyPair },
  });
  t.is(playgroundPort, port);
  const how = { protocol: 'https:', ca: authority.ca, servername: 'localhost' };
  t.is((await ask({ ...how, method: 'GET', path: '/playground/' })).body, 'page');
  t.is((await ask({ ...how, method: 'GET', path: '/' })).status, 404);
  const refused = checkStatus(t, await ask({ ...how, body: '{}' }), 401);
  t.like(refused, { code: 16, details: { 0: { reason: 'CERTIFICATE_MISSING' } } });
  t.is((await ask({ ...how, ...pair, body: '{}' })).status, 200);
  // The browser has compared the name with the certificate.
  t.is((await ask({ ...how, ...pair, headers: { host: 'any.example' }, body: '{}' })).status, 200);
});

test('an address that is taken ends the start with a sentence, and neither listener stays open', async (t) => {
  const taken = `127.0.0.1:${playing.playgroundPort}`;
  await t.throwsAsync(play(t, { api: nothing, page: { address: taken } }), {
    message: new RegExp(`^the playground cannot listen on ${taken}: .*EADDRINUSE`),
  });
  const free = await play(t, { api: nothing });
  await free.adapter.stop({ graceMs: 0, timeoutMs: 0 });
  const address = `127.0.0.1:${free.playgroundPort}`;
  await t.throwsAsync(play(t, { api: nothing, address: taken, page: { address } }), { message: /EADDRINUSE/ });
  t.is((await (await play(t, { api: nothing, page: { address } })).ask({ body: '{}' })).status, 200);
});
