// What `podmutator preview` prints when something goes wrong. What reads YAML or patches applies them, so there is
// nothing of them then: a Pod that was left as it is by mistake must not be created. All other formats tell the error.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'yaml';
import { formats } from '../../../cli/show/formats/formats.js';
import { PodMutator } from '../../../proto/load.js';
import { openOffline } from '../../../services/offline.js';
import { findJunitErrors, findSarifErrors, readWorkflowCommands } from '../../kit/foreign-formats.js';
import { type PreviewRun, runPreview, writeFiles } from '../../kit/preview-command.js';
import { projectRoot } from '../../kit/project.js';
import { findSchemaErrors } from '../../kit/published-schema.js';

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, annotations: {dragonfly.io/inject: "true"}}\nspec: {containers: [{name: a, image: a}]}\n`;
const noSpec = 'apiVersion: v1\nkind: Pod\nmetadata: {name: broken}\n';
/** More than one call can take. */
const long = Array.from({ length: 120 }, (_, index) => `# ${'x'.repeat(3000)}\n${pod(`p${index}`)}`).join('---\n');

interface Failure {
  /** What the command is asked. */
  readonly run: (t: ExecutionContext) => Promise<PreviewRun>;
  readonly code: 2 | 3;
  /** What formats for people and reports say. */
  readonly says: RegExp;
  /** Whether another failure shows already what those formats make of it. */
  readonly isLikeAnother?: true;
}

const failures: Readonly<Record<string, Failure>> = {
  'an object that is not there': {
    run: async () => ({ args: ['--object', 'Pod/typo', '-'], stdin: pod('a') }),
    code: 2,
    says: /none that is .*Pod\/typo/,
  },
  'one of two objects that is not there': {
    run: async () => ({ args: ['--object', 'Pod/p3', '--object', 'Deployment/p4'], stdin: long }),
    code: 2,
    says: /none that is .*Deployment\/p4/,
    isLikeAnother: true,
  },
  'a mutator that does not exist': {
    run: async () => ({ args: ['--mutator', 'macvtop', '--mutator', 'macvtap'], stdin: pod('a') }),
    code: 2,
    says: /expected dragonfly or macvtap, found .*macvtop/,
  },
  'a mutator that does not exist, and no object either': {
    run: async () => ({ args: ['--mutator', 'macvtop', '--allow-empty'], stdin: '' }),
    code: 2,
    says: /expected dragonfly or macvtap, found .*macvtop/,
    isLikeAnother: true,
  },
  'a second file that is not there': {
    run: async () => ({ args: [join(await writeFiles({ 'a.yaml': pod('a') }), 'a.yaml'), 'nowhere.yaml'] }),
    code: 2,
    says: /no such file or directory/,
  },
  'a second file that is no text': {
    run: async () => {
      const root = await writeFiles({ 'a.yaml': pod('a') });
      return { args: [join(root, 'a.yaml'), process.execPath] };
    },
    code: 2,
    says: /expected UTF-8 text/,
    isLikeAnother: true,
  },
  'a directory without manifests behind a good file': {
    run: async () => ({ args: ['-', await writeFiles({ 'notes.txt': '' })], stdin: pod('a') }),
    code: 2,
    says: /expected manifests .*found none/,
    isLikeAnother: true,
  },
  'a document at the end of a long stream that cannot be read': {
    run: async () => ({ args: [], stdin: `${long}---\nkind: [\n` }),
    code: 2,
    says: /must be sufficiently indented/,
  },
  'a Pod that cannot be evaluated, in the middle': {
    run: async () => ({ args: [], stdin: `${pod('a')}---\n${noSpec}---\n${pod('b')}` }),
    code: 2,
    says: /spec/,
  },
  // For one that cannot be reached the command waits a minute, and then goes the same way.
  'a service that fails in the middle': {
    run: async (t) => ({ args: ['--server', await startFailing(t, status.INTERNAL, 'broken'), '-'], stdin: long }),
    code: 3,
    says: /the service at .*broken/,
  },
};

/** A service that answers the first preview as the real one does, and none after that. */
async function startFailing(t: ExecutionContext, code: status, details: string): Promise<string> {
  const api = await openOffline(undefined);
  let previews = 0;
  const serve =
    <Request, Response>(answer: (request: Request) => Promise<Response>) =>
    ({ request }: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void =>
      void answer(request).then((response) => callback(null, response), callback);
  const server = new Server();
  server.addService(PodMutator.service, {
    getServerInfo: serve(() => api.getServerInfo()),
    listMutators: serve(() => api.listMutators()),
    preview: serve((request: Parameters<typeof api.preview>[0]) => {
      previews += 1;
      return previews === 1 ? api.preview(request) : Promise.reject({ code, details });
    }),
    mutatePod: serve(() => Promise.reject({ code: status.UNIMPLEMENTED })),
    mutatePods: (call: { end(): void }) => call.end(),
  });
  t.teardown(() => server.forceShutdown());
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(`127.0.0.1:${port}`),
    );
  });
}

/** What is wrong with a report of a format that others have defined. */
const findErrors: Readonly<Record<string, (text: string) => unknown>> = {
  json: (text) => findSchemaErrors('preview-v1', JSON.parse(text)),
  sarif: findSarifErrors,
  junit: findJunitErrors,
  github: (text) => (readWorkflowCommands(text).some(({ level }) => level === 'error') ? [] : ['no error']),
};

const applied = ['yaml', 'patch'];

for (const name of Object.keys(formats)) {
  for (const [what, { run, code, says, isLikeAnother }] of Object.entries(failures)) {
    const isApplied = applied.includes(name);
    if (isLikeAnother && !isApplied) continue;
    // A service in this process would have to share it with all others.
    const own = what.startsWith('a service') ? test.serial : test;
    own(`-o ${name} ${isApplied ? 'prints nothing' : 'tells the error'}: ${what}`, async (t) => {
      const { args, ...rest } = await run(t);
      const found = await runPreview({ args: ['-o', name, ...args], ...rest });
      t.is(found.code, code, found.stderr);
      t.regex(found.stderr, says);
      t.notRegex(found.stderr, /\n\s+at /);
      if (isApplied) {
        t.is(found.stdout, '');
        return;
      }
      t.true(says.test(found.stdout.replace(/\s+/g, ' ')), found.stdout.slice(-1000));
      t.deepEqual(await (findErrors[name]?.(found.stdout) ?? []), []);
    });
  }
}

test('every format says whether what it writes is applied', async (t) => {
  const context = { isColoured: false, isChangeFinding: false, version: '', configRevision: '' };
  const listMutators = (): Promise<never> => Promise.reject(new Error('not asked here'));
  for (const [name, load] of Object.entries(formats)) {
    t.is((await load())({ ...context, listMutators }).isApplied, applied.includes(name), name);
  }
});

for (const name of applied) {
  test(`-o ${name} prints nothing of an input without Pods, unless it may be empty`, async (t) => {
    const stdin = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
    const rejected = await runPreview({ args: ['-o', name], stdin });
    t.deepEqual([rejected.code, rejected.stdout], [2, '']);
    const allowed = await runPreview({ args: ['-o', name, '--allow-empty'], stdin });
    t.deepEqual([allowed.code, allowed.stdout], [0, name === 'yaml' ? stdin : '']);
  });
}

test('a KRM function prints nothing unless all of its items are good', async (t) => {
  const list = (...items: object[]): string =>
    JSON.stringify({ apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items });
  for (const run of [
    { args: [], stdin: list(parse(pod('a')), parse(noSpec)) },
    { args: ['--object', 'Pod/b'], stdin: list(parse(pod('a'))) },
    { args: [], stdin: list() },
  ]) {
    const { code, stdout, stderr } = await runPreview(run);
    t.deepEqual([code, stdout], [2, '']);
    t.regex(stderr, /expected|none that is|nothing was evaluated/);
  }
});

test('with --exit-code a change is no failure: all is printed, with exit code 1', async (t) => {
  const { code, stdout } = await runPreview({ args: ['-o', 'yaml', '--exit-code'], stdin: pod('a') });
  t.is(code, 1);
  t.true('env' in parse(stdout).spec.containers[0]);
});

test('a post-renderer as the documentation has it gives Helm nothing to apply when it fails', async (t) => {
  const documentation = await readFile(join(projectRoot, 'docs/preview.md'), 'utf8');
  const [, flags = ''] = /^exec podmutator preview (.*)$/m.exec(documentation) ?? [];
  const run = await runPreview({ args: flags.split(' '), stdin: `${pod('a')}---\n${noSpec}` });
  t.deepEqual([run.code, run.stdout], [2, '']);
});
