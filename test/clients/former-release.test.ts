// 0.1 and this version beside each other, as in the middle of an upgrade: what one side does not know is told in words,
// and everything else works. In both directions, each with real programs.

import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest, { type ExecutionContext } from 'ava';
import { type Finished, launch, run } from '../kit/command.js';
import { projectRoot } from '../kit/project.js';
import { buildFormerRelease } from './former-build.js';

const former = await buildFormerRelease();
const { command, missing } = former;
const test = command === undefined ? anyTest.skip : anyTest;
const skipped = missing === undefined ? '' : `skipped, for ${missing}: `;
const current = 'podmutator';
type Command = Parameters<typeof launch>[1];

const review = await readFile(join(projectRoot, 'examples/review-dragonfly.json'), 'utf8');
const broken = `apiVersion: v1\nkind: Pod\nspec: {containers: x}\n---\nkind: [\n`;
const optedIn = ['-n', 'shop', '--namespace-label', 'dragonflyoss-injection=enabled'];

anyTest.after.always(() => former.remove());

/** What commands are asked for, and with what exit code they end. */
const questions: readonly (readonly [code: number, ...args: readonly string[]])[] = [
  [0, 'preview', '-o', 'yaml', ...optedIn, 'examples/deployment.yaml'],
  [1, 'preview', '-o', 'patch', '--exit-code', ...optedIn, 'examples/deployment.yaml'],
  [1, 'preview', '-o', 'summary', '--exit-code', 'examples/deployment.yaml'],
  [0, 'preview', '-o', 'diff', 'examples/helm-output.yaml', 'examples/virt-launcher.yaml'],
  [0, 'preview', '-o', 'github', '--object', 'Deployment/front', ...optedIn, 'examples/deployment.yaml'],
  [0, 'explain', ...optedIn, 'examples/deployment.yaml'],
  [1, 'lint', 'examples/mistakes.yaml'],
  [0, 'test', 'examples/pods.podmutator-test.yaml'],
];

async function startService(t: ExecutionContext, name: Command): Promise<string> {
  const service = await launch(t, name, ['service', '--grpc-addr', '127.0.0.1:0']);
  return String(service.ready['grpc']);
}

async function startAdapter(t: ExecutionContext, name: Command, service: string, mode: string) {
  const listeners = ['--allow-http', '--addr', '127.0.0.1:0', '--playground', '--playground-addr', '127.0.0.1:0'];
  const asked = ['--service', service, '--service-mode', mode, '--namespaces', 'examples/namespaces.yaml'];
  const adapter = await launch(t, name, ['adapter', ...listeners, ...asked]);
  return {
    review: () => post(`http://${adapter.ready['webhook']}/mutate`, review),
    preview: (request: object) =>
      post(new URL('/preview', adapter.ready['playground']).href, JSON.stringify({ manifest: review, ...request })),
  };
}

async function post(url: string, body: string) {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return { status: answer.status, text: await answer.text() };
}

async function writeBroken(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'podmutator-')), 'broken.yaml');
  await writeFile(file, broken);
  return file;
}

/** 0.1 does not say who wrote a line: the diff names all mutators that changed the object. */
function withoutAuthors({ stdout, ...finished }: Finished): Finished {
  return { ...finished, stdout: stdout.replaceAll(/ *# [a-z]+ [A-Z_]+(?:, [a-z]+ [A-Z_]+)*$/gm, '') };
}

test(`${skipped}a command with a service of 0.1 says the same as by itself`, async (t) => {
  const service = await startService(t, command as Command);
  for (const [code, ...args] of questions) {
    const remote = await run(current, [...args, '--server', service]);
    const own = await run(current, args);
    t.deepEqual(withoutAuthors(remote), withoutAuthors(own), args.join(' '));
    if (!args.includes('diff')) t.deepEqual(remote, own, args.join(' '));
    t.is(remote.code, code, `${args.join(' ')}: ${remote.stderr}`);
  }
});

test(`${skipped}what a command of 0.1 asks, this service answers as that of 0.1 does`, async (t) => {
  const services = [await startService(t, current), await startService(t, command as Command)] as const;
  for (const [code, ...args] of questions) {
    // 0.1 reads who wrote a line from a field that is gone, and tells it in the diff alone.
    if (args.includes('diff')) continue;
    const [mine, its] = await Promise.all(services.map((one) => run(command as Command, [...args, '--server', one])));
    t.deepEqual(mine, its, args.join(' '));
    // For 0.1, what is not decided was no finding.
    t.is(mine?.code, args.includes('summary') ? 0 : code, `${args.join(' ')}: ${mine?.stderr}`);
  }
});

test(`${skipped}mistakes are told by either command, with the exit code of a mistake`, async (t) => {
  const file = await writeBroken();
  const pairs: readonly (readonly [Command, Command])[] = [
    [current, command as Command],
    [command as Command, current],
  ];
  for (const [asking, answering] of pairs) {
    const service = await startService(t, answering);
    const ask = (...args: readonly string[]): Promise<Finished> => run(asking, [...args, '--server', service]);
    const unreadable = await ask('preview', '-o', 'yaml', file);
    t.like(unreadable, { code: 2, stdout: '' });
    t.regex(unreadable.stderr, /broken\.yaml:\d.*: error: .*\/spec\/containers: expected a list, found a string/);
    t.regex(unreadable.stderr, /broken\.yaml:5.*: error: .*Flow sequence/);
    const absent = await ask('preview', '-o', 'yaml', '--object', 'Pod/front', 'examples/deployment.yaml');
    t.is(absent.code, 2);
    t.regex(absent.stderr, /found none that is "Pod\/front"/);
    const unknown = await ask('preview', '--mutator', 'no-such', 'examples/deployment.yaml');
    t.is(unknown.code, 2);
    t.regex(unknown.stderr, /no-such/);
  }
});

test(`${skipped}an adapter with a service of 0.1 says what that does not honour, and does the rest`, async (t) => {
  const service = await startService(t, command as Command);
  const byCall = await startAdapter(t, current, service, 'unary');
  const answer = await byCall.review();
  t.is(answer.status, 200);
  t.like(JSON.parse(answer.text), { response: { allowed: true, patchType: 'JSONPatch' } });
  t.is((await byCall.preview({})).status, 200);
  for (const [field, request] of Object.entries({
    outputs: { outputs: ['PREVIEW_OUTPUT_DIFF'] },
    namespaces: { namespaces: [{ name: 'shop' }] },
    context_manifests: { contextManifests: ['{}'] },
    origin: { origin: { firstLine: 3 } },
    only: { only: [{ kind: 'Pod' }] },
    max_response_bytes: { maxResponseBytes: 1000 },
  })) {
    const rejected = await byCall.preview(request);
    t.is(rejected.status, 501, rejected.text);
    t.regex(rejected.text, new RegExp(`"${field}: not honoured by service 0\\.1; leave it out`));
  }
  const byStream = await startAdapter(t, current, service, 'stream');
  t.like(await byStream.review(), {
    status: 502,
    text:
      'The mutation service does not fit the webhook: items: not honoured by service 0.1; ' +
      'upgrade it, or call MutatePod (podmutator adapter --service-mode unary).\n',
  });
});

test(`${skipped}an adapter of 0.1 gets its answers call by call, and learns why it gets none by a stream`, async (t) => {
  const service = await startService(t, current);
  const byCall = await startAdapter(t, command as Command, service, 'unary');
  const its = await byCall.review();
  t.is(its.status, 200);
  const mine = await startAdapter(t, current, service, 'stream');
  t.deepEqual(its, await mine.review());
  t.is((await byCall.preview({})).status, 200);
  const byStream = await startAdapter(t, command as Command, service, 'stream');
  const rejected = await byStream.review();
  t.is(rejected.status, 400);
  t.regex(rejected.text, /items: .* clients of 0\.1 send none: upgrade them, or let them call MutatePod/);
});
