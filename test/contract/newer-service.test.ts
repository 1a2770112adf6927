// Commands and the adapter, each as its own process, with a service that says what they do not know: all of it is as good
// as not known, and none of it is a fault.

import test, { type ExecutionContext } from 'ava';
import { formats } from '../../cli/show/formats/formats.js';
import { plainPod } from '../kit/adapter.js';
import { launch, run } from '../kit/command.js';
import { writeFiles } from '../kit/preview-command.js';
import { until } from '../kit/until.js';
import { startNewerService } from './newer-service.js';

const files = {
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n',
  'pod.podmutator-test.yaml': `inputs: [pod.yaml]
cases:
  - name: what is expected of it
    object: Pod/a
    expect: {verdict: changed}
`,
};
const strange = /undefined|NaN|\[object|\b99\b|TypeError|\n {4}at /;

async function ask(t: ExecutionContext, service: string, code: number, ...args: readonly string[]): Promise<string> {
  const finished = await run('podmutator', [...args, '--server', service]);
  t.is(finished.code, code, `${args.join(' ')}: ${finished.stderr}`);
  t.notRegex(finished.stdout + finished.stderr, strange, args.join(' '));
  return finished.stdout;
}

test('commands take it for not known', async (t) => {
  const service = await startNewerService(t);
  const root = await writeFiles(files);
  const pod = `${root}/pod.yaml`;
  for (const format of Object.keys(formats)) {
    await ask(t, service, 1, 'preview', '--exit-code', '-o', format, pod);
  }
  const [object] = JSON.parse(await ask(t, service, 0, 'preview', '-o', 'json', pod)).objects;
  t.like(object, { verdict: 'unknown', incomplete: true, mutators: [{ outcome: 'unknown' }] });
  t.regex(await ask(t, service, 0, 'explain', pod), /Pod\/a in namespace default .*: unknown/);
  t.regex(await ask(t, service, 1, 'lint', pod), /error/);
  t.regex(await ask(t, service, 1, 'lint', '-o', 'sarif', pod), /"level": "error"/);
  t.regex(await ask(t, service, 1, 'test', `${root}/pod.podmutator-test.yaml`), /\+unknown\n/);
});

test('a state of health that is not known is not ready', async (t) => {
  const { code, stdout } = await run('podmutator', ['health', '--grpc', await startNewerService(t)]);
  t.is(code, 1, stdout);
});

for (const mode of ['stream', 'unary']) {
  test(`the adapter answers reviews and previews, with --service-mode ${mode}`, async (t) => {
    const service = await startNewerService(t);
    const listeners = ['--addr', '127.0.0.1:0', '--playground', '--playground-addr', '127.0.0.1:0', '--allow-http'];
    const asked = ['--service', service, '--service-mode', mode];
    const { ready, log } = await launch(t, 'podmutator', ['adapter', ...listeners, ...asked]);
    const post = async (url: string, body: object): Promise<object> => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
      const text = await answer.text();
      t.is(answer.status, 200, text);
      return JSON.parse(text) as object;
    };
    const request = {
      uid: 'u',
      operation: 'CREATE',
      namespace: 'default',
      kind: { group: '', version: 'v1', kind: 'Pod' },
      object: plainPod,
      dryRun: true,
      options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1', fieldManager: 'podmutator-preview' },
    };
    const review = await post(`http://${ready['webhook']}/mutate`, {
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      request,
    });
    t.like(review, { response: { uid: 'u', allowed: true } });
    const { response } = review as { readonly response: { readonly warnings: readonly string[] } };
    t.true(
      response.warnings.some((warning) => /^podmutator \S+ unknown /.test(warning)),
      JSON.stringify(review),
    );
    const preview = await post(new URL('/preview', ready['playground']).href, { manifest: 'a' });
    t.like(preview, { results: [{ verdict: 99, mutators: [{ outcome: 99 }] }] });
    // Reviews are told about once they are answered.
    await until(() => log.some((line) => 'allowed' in line || line['level'] === 'error'));
    t.deepEqual(
      log.filter(({ level }) => level === 'error'),
      [],
    );
  });
}
