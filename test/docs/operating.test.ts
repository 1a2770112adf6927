// docs/operating.md makes promises to operators. Whatever a program can hold it to is held here.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'yaml';
import { macvtapPod, reviewOf } from '../kit/adapter.js';
import { startTestApiServer } from '../kit/api-server.js';
import { createAuthority, createSecretFolder } from '../kit/certificates.js';
import { launch, type Started } from '../kit/command.js';
import { createTlsLink, portOf, readPage, startService } from '../kit/processes.js';
import { projectRoot } from '../kit/project.js';
import { operatingText, readTable } from './read-table.js';

const splitList = (cell: string): readonly string[] => cell.split(', ').filter((word) => word !== '');

interface Family {
  readonly type: string;
  readonly labels: readonly string[];
}

const documented = new Map(
  readTable('Metrics').map(([name = '', type = '', labels = '', where = '']) => [
    name.replaceAll('`', ''),
    { type, labels: splitList(labels).toSorted(), where: splitList(where) },
  ]),
);

/** What a page of metrics holds, without what Node itself measures. */
function readFamilies(page: string): Map<string, Family> {
  const families = new Map<string, Family>();
  for (const [, name = '', type = ''] of page.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    if (/^(?:process|nodejs)_/.test(name)) continue;
    const series = new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{(.*)\\} `, 'gm');
    const labels = [...page.matchAll(series)].flatMap(([, inside = '']) =>
      [...inside.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)].map(([, label = '']) => label),
    );
    families.set(name, { type, labels: [...new Set(labels)].filter((label) => label !== 'le') });
  }
  return families;
}

function postReview(port: number, ca: string): Promise<number> {
  const options = {
    port,
    host: '127.0.0.1',
    path: '/mutate',
    method: 'POST',
    ca,
    servername: 'localhost',
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request({ ...options, headers: { 'content-type': 'application/json' } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    outgoing.on('error', reject).end(JSON.stringify(reviewOf(macvtapPod)));
  });
}

interface Exposed {
  /** The words of the column "where" that fit this process. */
  readonly kinds: readonly string[];
  readonly families: ReadonlyMap<string, Family>;
}

/** The three commands, with every option that adds metrics, after one review each. */
async function expose(t: ExecutionContext): Promise<readonly Exposed[]> {
  const authority = await createAuthority();
  const secret = await createSecretFolder(await authority.issue());
  const api = await startTestApiServer();
  t.teardown(() => Promise.all([secret.remove(), api.close()]));
  const file = join(await mkdtemp(join(tmpdir(), 'podmutator-')), 'namespaces.yaml');
  await writeFile(file, '{apiVersion: v1, kind: Namespace, metadata: {name: team-a}}\n');
  const listener = ['--addr', '127.0.0.1:0', '--tls-cert', secret.certFile, '--tls-key', secret.keyFile];
  const link = await createTlsLink(t);
  const playground = ['--playground', '--playground-addr', '127.0.0.1:0'];
  const service = await startService(t, link);
  const adapter = await launch(t, 'podmutator', ['adapter', ...listener, '--namespaces', file, ...link.adapter()]);
  const serve = await launch(
    t,
    'podmutator',
    ['serve', ...listener, '--grpc-addr', '127.0.0.1:0', '--namespaces', 'cluster', ...playground],
    { KUBECONFIG: api.kubeconfig },
  );
  for (const { ready } of [adapter, serve]) {
    t.is(await postReview(Number(ready['webhook']?.split(':').at(-1)), authority.ca), 200);
  }
  t.is((await fetch(new URL('/preview', serve.ready['playground']), { method: 'POST' })).status, 415);
  const readFrom = async (process: Started): Promise<Map<string, Family>> => {
    const page = await readPage(`https://127.0.0.1:${portOf(process)}/metrics`, authority.ca);
    return readFamilies(page.text);
  };
  return [
    { kinds: ['serve', 'TLS', '--namespaces=cluster', '--playground'], families: await readFrom(serve) },
    { kinds: ['adapter', 'TLS', '--namespaces=FILE'], families: await readFrom(adapter) },
    {
      kinds: ['service', 'TLS', '--metrics-addr'],
      families: readFamilies((await readPage(`http://${service.ready['metrics']}/metrics`)).text),
    },
  ];
}

test('the table of metrics is what the three commands expose: names, types, labels and where', async (t) => {
  const exposed = await expose(t);
  const labelsOf = (name: string): readonly string[] =>
    exposed.flatMap(({ families }) => families.get(name)?.labels ?? []);
  for (const { kinds, families } of exposed) {
    const expected = [...documented].filter(([, { where }]) => where.some((word) => kinds.includes(word)));
    t.deepEqual([...families.keys()].toSorted(), expected.map(([name]) => name).toSorted(), kinds.join());
    for (const [name, { type }] of families) t.is(documented.get(name)?.type, type, name);
  }
  for (const [name, { labels }] of documented) t.deepEqual([...new Set(labelsOf(name))].toSorted(), labels, name);
});

const faults = readTable('What happens when something fails');

test('every fault is backed by a test that exists', (t) => {
  t.true(faults.length > 15);
  for (const [fault = '', ...cells] of faults) {
    const backing = cells.at(-1) ?? '';
    const parts = backing.split(/`(test\/[^`]+)`/).slice(1);
    t.true(parts.length > 0, fault);
    for (let index = 0; index < parts.length; index += 2) {
      const source = readFileSync(join(projectRoot, parts[index] ?? ''), 'utf8');
      const titles = [...(parts[index + 1] ?? '').matchAll(/“([^”]+)”/g)].map(([, title = '']) => title);
      t.true(titles.length > 0, `${fault}: ${parts[index]}`);
      for (const title of titles) t.true(source.includes(title), `${parts[index]}: ${title}`);
    }
  }
});

const hostile = readTable('Hostile input');

test('every row about hostile input is backed by an attack that is made, or by a test that exists', (t) => {
  t.true(hostile.length > 5);
  const made = readFileSync(join(projectRoot, 'test/attack/attacks.ts'), 'utf8');
  const named = hostile.map((cells) => /^`([^`]+)`$/.exec(cells.at(-1) ?? '')?.[1] ?? '');
  for (const [index, name] of named.entries()) {
    const [sent = ''] = hostile[index] ?? [];
    const path = name.includes('/') ? name : `test/attack/rows/${name}`;
    t.true(name !== '' && existsSync(join(projectRoot, path)), sent);
    if (path !== name) t.true(made.includes(`'./rows/${name.replace(/ts$/, 'js')}'`), sent);
  }
  const rows = readdirSync(join(projectRoot, 'test/attack/rows')).filter((name) => name !== 'calm.ts');
  t.deepEqual(rows.toSorted(), rows.filter((name) => named.includes(name)).toSorted());
});

test('every metric that is mentioned anywhere is in the table', (t) => {
  const mentioned = new Set(operatingText.match(/\b(?:podmutator|grpc_server)_[a-z_]+\b/g));
  t.deepEqual(
    [...mentioned].filter((name) => !documented.has(name)),
    [],
  );
});

test('every sentence of the log that a fault is known by is in the code', (t) => {
  const sources = [
    'adapter/reviews/review-report.ts',
    'adapter/playground/report.ts',
    'runtime/tls.ts',
    'services/settings/settings-source.ts',
    'services/rpc/handler.ts',
  ]
    .concat(['adapter/client/client.ts', 'cli/commands/lifecycle.ts'])
    .map((path) => readFileSync(join(projectRoot, path), 'utf8'))
    .join('\n');
  const [sentences = []] = [faults.flatMap(([, , log = '']) => [...log.matchAll(/log ((?:`[^`]+`(?:, )?)+)/g)])];
  const wanted = sentences.flatMap(([, list = '']) =>
    [...list.matchAll(/`([^`]+)`/g)].map(([, sentence = '']) => sentence),
  );
  t.true(wanted.length > 8);
  for (const sentence of wanted.filter((one) => !one.startsWith('podmutator_'))) {
    t.true(sources.includes(sentence), sentence);
  }
});

interface Rules {
  readonly spec: { readonly groups: readonly { readonly rules: readonly { alert: string; expr: string }[] }[] };
}

test('the alerts are those that are shipped, and stand on metrics that exist', (t) => {
  const rules = parse(readFileSync(join(projectRoot, 'config/options/monitoring/rules.yaml'), 'utf8')) as Rules;
  const shipped = rules.spec.groups.flatMap((group) => group.rules);
  const alerts = readTable('Three alerts');
  t.deepEqual(
    alerts.map(([alert]) => alert),
    shipped.map(({ alert }) => alert),
  );
  const metricsOf = (expression: string): readonly string[] =>
    [...new Set(expression.match(/\b(?:apiserver|podmutator)_[a-z_]+/g))].toSorted();
  for (const [index, { alert, expr }] of shipped.entries()) {
    t.deepEqual(metricsOf(alerts[index]?.[1] ?? ''), metricsOf(expr), alert);
    t.true(
      metricsOf(expr).every((name) => name.startsWith('apiserver_') || documented.has(name)),
      alert,
    );
  }
});
