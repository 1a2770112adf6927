import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { launch, run } from '../kit/command.js';
import { projectRoot } from '../kit/project.js';

const anyPort = ['--addr', '127.0.0.1:0', '--grpc-addr', '127.0.0.1:0'];
const review = readFileSync(join(projectRoot, 'examples/review-dragonfly.json'));

async function postReview(address: string | undefined, path = '/mutate'): Promise<unknown> {
  const answer = await fetch(`http://${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: review,
  });
  return answer.json();
}

async function postPreview(page: string | undefined): Promise<unknown> {
  const answer = await fetch(new URL('/preview', page), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ manifest: readFileSync(join(projectRoot, 'examples/deployment.yaml'), 'utf8') }),
  });
  return answer.json();
}

async function writeConfig(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'podmutator-')), 'config.yaml');
  await writeFile(file, text);
  return file;
}

test('serve answers reviews, and ends with code 0 on SIGTERM and on SIGINT', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const serve = await launch(t, 'podmutator', ['serve', '--allow-http', ...anyPort, '--shutdown-grace', '0ms']);
    t.like(await postReview(serve.ready['webhook']), { response: { allowed: true, patchType: 'JSONPatch' } });
    t.is(await serve.stop(signal), 0);
  }
});

test('no log line holds anything of a Pod', async (t) => {
  const serve = await launch(t, 'podmutator', [
    'serve',
    '--allow-http',
    ...anyPort,
    '--log-level',
    'trace',
    '--shutdown-grace',
    '0ms',
  ]);
  await postReview(serve.ready['webhook']);
  await serve.stop();
  t.false(JSON.stringify(serve.log).includes('registry.example/importer'));
  t.true(serve.log.some((line) => line['uid'] === '9f1b2c3d-0f1e-4d5c-8b7a-6a5948372615'));
});

test('--examples prints lines that work as they are printed', async (t) => {
  const playground = ['--playground', '--playground-addr', '127.0.0.1:0'];
  const serve = await launch(t, 'podmutator', ['serve', '--allow-http', ...anyPort, ...playground, '--examples']);
  const printed = await serve.stderrWith(/podmutator\.v1\.PodMutator\/Preview/);
  const [review = ''] = /^ {2}curl [^|]*/m.exec(printed) ?? [];
  const { stdout } = await promisify(execFile)('sh', ['-c', review], { cwd: projectRoot });
  t.like(JSON.parse(stdout), { response: { allowed: true, patchType: 'JSONPatch' } });
  const page = serve.ready['playground'] ?? '';
  t.regex(page, /^http:\/\/127\.0\.0\.1:\d+\/playground\/$/);
  t.true(printed.includes(`\n  ${page}\n`));
  t.like(await postPreview(page), { results: { 0: { kind: 'Deployment', name: 'front' } } });
  t.regex(printed, /grpcurl -plaintext -d @ 127\.0\.0\.1:\d+ /);
  t.deepEqual(
    printed.split('\n').filter((line) => line.length > 80),
    [],
  );
});

test('a settings file with a typo is refused with file, line, key and the allowed keys, and code 1', async (t) => {
  const config = await writeConfig('mutators:\n  dragonfly:\n    proxyPrt: 65001\n');
  const { code, stderr } = await run('podmutator', ['serve', '--allow-http', ...anyPort, '--config', config]);
  t.is(code, 1);
  t.regex(
    stderr,
    /config\.yaml:3:5: mutators\.dragonfly\.proxyPrt: unknown key; did you mean "proxyPort"\? allowed: .*proxyPort/,
  );
  t.notRegex(stderr, /\n\s+at /);
});

const readers: readonly (readonly [code: number, args: readonly string[]])[] = [
  [1, ['serve', '--allow-http', ...anyPort]],
  [1, ['service', '--grpc-addr', '127.0.0.1:0']],
  [2, ['preview', 'examples/deployment.yaml']],
  [2, ['explain', 'examples/deployment.yaml']],
  [2, ['lint', 'examples/deployment.yaml']],
  [2, ['test', 'examples']],
];
for (const [code, args] of readers) {
  test(`${args[0]} takes no settings file without a key: code ${code}, and a sentence`, async (t) => {
    const config = await writeConfig('# mutators:\n#   macvtap: { enabled: false }\n');
    const finished = await run('podmutator', [...args, '--config', config]);
    t.is(finished.code, code, finished.stderr);
    t.regex(finished.stderr, /config\.yaml:1:1: the settings: expected an object, found nothing; write \{\}/);
    t.notRegex(finished.stderr, /\n\s+at /);
  });
}

test('PODMUTATOR_CONFIG names the settings file, and --config beats it', async (t) => {
  const broken = await writeConfig('nope: 1\n');
  const good = await writeConfig('mutators: {dragonfly: {enabled: false}}\n');
  t.is((await run('podmutator', ['serve', '--allow-http', ...anyPort], { PODMUTATOR_CONFIG: broken })).code, 1);
  const serve = await launch(t, 'podmutator', ['serve', '--allow-http', ...anyPort, '--config', good], {
    PODMUTATOR_CONFIG: broken,
  });
  const answer = (await postReview(serve.ready['webhook'], '/mutate--v1-pod')) as { response: Record<string, unknown> };
  t.like(answer.response, { allowed: true, auditAnnotations: { 'dragonfly.reason': 'DISABLED' } });
  t.false('patch' in answer.response);
});

test('service and adapter as two processes over a socket answer as one', async (t) => {
  const socket = join(await mkdtemp(join(tmpdir(), 'podmutator-')), 'service.sock');
  const service = await launch(t, 'podmutator', [
    'service',
    '--grpc-addr',
    `unix:${socket}`,
    '--metrics-addr',
    '127.0.0.1:0',
    '--shutdown-grace',
    '0ms',
  ]);
  const adapter = await launch(t, 'podmutator', [
    ...['adapter', '--allow-http', '--addr', '127.0.0.1:0', '--service', `unix:${socket}`, '--shutdown-grace', '0ms'],
    ...['--playground', '--playground-addr', '127.0.0.1:0'],
  ]);
  t.like(await postPreview(adapter.ready['playground']), { results: { 0: { kind: 'Deployment', name: 'front' } } });
  t.like(await postReview(adapter.ready['webhook']), { response: { allowed: true, patchType: 'JSONPatch' } });
  const metrics = await (await fetch(`http://${service.ready['metrics']}/metrics`)).text();
  t.regex(metrics, /grpc_server_started_total\{[^}]*grpc_method="MutatePods"[^}]*\} 1/);
  t.is(await adapter.stop(), 0);
  t.is(await service.stop(), 0);
});

test('an adapter without its service is alive, not ready, and says so', async (t) => {
  const adapter = await launch(t, 'podmutator', [
    'adapter',
    '--allow-http',
    '--addr',
    '127.0.0.1:0',
    '--service',
    '127.0.0.1:1',
  ]);
  const get = async (path: string): Promise<number> =>
    (await fetch(`http://${adapter.ready['webhook']}${path}`)).status;
  t.is(await get('/livez'), 200);
  t.is(await get('/readyz'), 503);
});

const wrongUsage: readonly (readonly string[])[] = [
  [],
  ['nope'],
  ['toString'],
  ['serve', '--nope'],
  ['serve', 'stray'],
  ['serve', '--allow-http', '--max-in-flight', 'many'],
  ['serve', '--allow-http', '--shutdown-grace', '5'],
  ['serve', '--allow-http', '--log-level', 'loud'],
  ['serve', '--allow-http', '--grpc-tls-cert', 'a'],
  ['service', '--grpc-client-ca', 'a'],
  ['adapter', '--allow-http', '--service-mode', 'both'],
  ['adapter', '--allow-http', '--service-name', 'a'],
];

for (const args of wrongUsage) {
  test(`podmutator ${args.join(' ')} is wrong usage: code 2, the usage, no stack`, async (t) => {
    const { code, stdout, stderr } = await run('podmutator', args);
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, /Usage: podmutator/);
    t.notRegex(stderr, /\n\s+at /);
  });
}

test('a command that is almost one of ours comes with a suggestion', async (t) => {
  const { stderr } = await run('podmutator', ['prevew']);
  t.regex(stderr, /^podmutator: unknown command "prevew"; did you mean preview\?\n/);
});

const refused: readonly (readonly [readonly string[], RegExp])[] = [
  [['serve'], /--tls-cert and --tls-key \(or TLS_CERT_FILE and TLS_KEY_FILE\), or --allow-http/],
  [['serve', '--allow-http', '--grpc-addr', '127.0.0.1:0', '--addr', 'nowhere'], /"nowhere": expected host:port/],
  [['serve', '--allow-http', ...anyPort, '--namespaces', '/none.yaml'], /\/none\.yaml/],
  [['serve', '--allow-http', ...anyPort, '--config', '/none.yaml'], /\/none\.yaml: cannot be read/],
  [['service', '--grpc-addr', '127.0.0.1:0', '--grpc-tls-cert', '/none', '--grpc-tls-key', '/none'], /\/none/],
  [['adapter', '--allow-http', '--addr', '127.0.0.1:0', '--service-ca', '/none'], /authorities in \/none/],
];

for (const [args, message] of refused) {
  test(`podmutator ${args.join(' ')} refuses to start: code 1 and one sentence`, async (t) => {
    const { code, stderr } = await run('podmutator', args);
    t.is(code, 1);
    t.regex(stderr, message);
    t.notRegex(stderr, /\n\s+at /);
  });
}

for (const name of ['serve', 'service', 'adapter']) {
  test(`podmutator ${name} --help fits 80 columns and ends with code 0`, async (t) => {
    const { code, stdout } = await run('podmutator', [name, '--help']);
    t.is(code, 0);
    t.regex(stdout, /--log-level LEVEL/);
    t.deepEqual(
      stdout.split('\n').filter((line) => line.length > 80),
      [],
    );
  });
}

test('--version prints the version of the package', async (t) => {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
  t.is((await run('podmutator', ['--version'])).stdout, `${version}\n`);
});
