// Certificates of those who read the metrics, on each port that has them: asked for only with --metrics-client-ca.

import { request } from 'node:https';
import test, { type ExecutionContext } from 'ava';
import { createAuthority, createSecretFolder, type PemPair } from '../kit/certificates.js';
import { launch, run } from '../kit/command.js';
import { until } from '../kit/until.js';

const authorities = Promise.all(['Servers', 'Reviewers', 'Scrapers'].map((name) => createAuthority(name)));

async function writeFiles(t: ExecutionContext) {
  const [servers, reviewers, scrapers] = await authorities;
  if (!servers || !reviewers || !scrapers) throw new Error('expected three authorities');
  const files = await createSecretFolder({ ...(await servers.issue()), ca: reviewers.ca });
  const more = await createSecretFolder({ ...(await servers.issue()), ca: scrapers.ca });
  t.teardown(() => Promise.all([files.remove(), more.remove()]));
  return {
    files,
    scraperCa: String(more.caFile),
    ca: servers.ca,
    clients: { reviewer: await reviewers.issue(), scraper: await scrapers.issue(), stranger: await servers.issue() },
  };
}

interface Call {
  readonly address: unknown;
  readonly ca: string;
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly client?: PemPair | undefined;
}

function ask({ address, ca, method = 'GET', path, client }: Call): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(
      `https://${address}${path}`,
      { ca, servername: 'localhost', method, agent: false, headers: { 'content-type': 'application/json' }, ...client },
      (response) => resolve(response.resume().statusCode),
    )
      .once('error', reject)
      .end(method === 'POST' ? '{}' : undefined);
  });
}

test('beside --client-ca, each path takes certificates of its own authority only', async (t) => {
  const { files, scraperCa, ca, clients } = await writeFiles(t);
  const tls = ['--tls-cert', files.certFile, '--tls-key', files.keyFile];
  const cas = ['--client-ca', String(files.caFile), '--metrics-client-ca', scraperCa];
  const { ready } = await launch(t, 'podmutator', [
    'serve',
    ...['--addr', '127.0.0.1:0', '--grpc-addr', '127.0.0.1:0'],
    ...tls,
    ...cas,
  ]);
  const address = ready['webhook'];
  const statuses = async (client?: PemPair): Promise<unknown> => ({
    metrics: await ask({ address, ca, path: '/metrics', client }),
    // 400 is what a body that is no review gets.
    review: await ask({ address, ca, path: '/mutate', method: 'POST', client }),
    probe: await ask({ address, ca, path: '/livez', client }),
  });
  t.deepEqual(await statuses(clients.scraper), { metrics: 200, review: 401, probe: 200 });
  t.deepEqual(await statuses(clients.reviewer), { metrics: 401, review: 400, probe: 200 });
  t.deepEqual(await statuses(clients.stranger), { metrics: 401, review: 401, probe: 200 });
  t.deepEqual(await statuses(), { metrics: 401, review: 401, probe: 200 });
});

test('alone, it asks nothing of reviews', async (t) => {
  const { files, scraperCa, ca, clients } = await writeFiles(t);
  const { ready } = await launch(t, 'podmutator', [
    ...['serve', '--addr', '127.0.0.1:0', '--grpc-addr', '127.0.0.1:0', '--metrics-client-ca', scraperCa],
    ...['--tls-cert', files.certFile, '--tls-key', files.keyFile],
  ]);
  const address = ready['webhook'];
  t.is(await ask({ address, ca, path: '/mutate', method: 'POST' }), 400);
  t.is(await ask({ address, ca, path: '/metrics' }), 401);
  t.is(await ask({ address, ca, path: '/metrics', client: clients.scraper }), 200);
});

test('the port of the metrics of a service speaks HTTPS then, and probes need no certificate', async (t) => {
  const { files, scraperCa, ca, clients } = await writeFiles(t);
  const { ready } = await launch(t, 'podmutator', [
    ...['service', '--grpc-addr', '127.0.0.1:0', '--metrics-addr', '127.0.0.1:0', '--metrics-client-ca', scraperCa],
    ...['--grpc-tls-cert', files.certFile, '--grpc-tls-key', files.keyFile],
  ]);
  const address = ready['metrics'];
  t.is(await ask({ address, ca, path: '/metrics', client: clients.scraper }), 200);
  t.is(await ask({ address, ca, path: '/metrics', client: clients.stranger }), 401);
  t.is(await ask({ address, ca, path: '/metrics' }), 401);
  t.is(await ask({ address, ca, path: '/healthz' }), 200);
});

for (const command of ['serve', 'service'] as const) {
  test(`a new authority of scrapers is taken by ${command} while it runs, and a broken one is not`, async (t) => {
    const { files, ca, clients } = await writeFiles(t);
    const next = await createAuthority('Next Scrapers');
    const nextClient = await next.issue();
    const folder = await createSecretFolder({ ...(await next.issue()), ca: (await authorities)[2]?.ca ?? '' });
    t.teardown(() => folder.remove());
    const cas = ['--metrics-client-ca', String(folder.caFile)];
    const { ready, log } = await launch(
      t,
      'podmutator',
      command === 'serve'
        ? [
            ...['serve', '--addr', '127.0.0.1:0', '--grpc-addr', '127.0.0.1:0', ...cas],
            ...['--tls-cert', files.certFile, '--tls-key', files.keyFile],
          ]
        : [
            ...['service', '--grpc-addr', '127.0.0.1:0', '--metrics-addr', '127.0.0.1:0', ...cas],
            ...['--grpc-tls-cert', files.certFile, '--grpc-tls-key', files.keyFile],
          ],
    );
    const address = ready[command === 'serve' ? 'webhook' : 'metrics'];
    const read = (client: PemPair): Promise<number | undefined> => ask({ address, ca, path: '/metrics', client });
    t.is(await read(clients.scraper), 200);
    t.is(await read(nextClient), 401);

    await folder.swap({ ...nextClient, ca: 'no certificate' });
    await until(() => log.some(({ msg }) => String(msg).startsWith('kept the last good certificate')));
    t.is(await read(clients.scraper), 200);

    await folder.swap({ ...nextClient, ca: next.ca });
    await until(async () => (await read(nextClient)) === 200);
    t.is(await read(clients.scraper), 401);
    t.is(await ask({ address, ca, path: command === 'serve' ? '/livez' : '/healthz' }), 200);
  });
}

for (const [what, args] of [
  ['plain HTTP', ['serve', '--allow-http', '--addr', '127.0.0.1:0', '--grpc-addr', '127.0.0.1:0']],
  ['no port for metrics', ['service', '--grpc-addr', '127.0.0.1:0']],
  ['no certificate', ['service', '--grpc-addr', '127.0.0.1:0', '--metrics-addr', '127.0.0.1:0']],
] as const) {
  test(`--metrics-client-ca with ${what} is rejected before anything is served`, async (t) => {
    const { code, stderr } = await run('podmutator', [...args, '--metrics-client-ca', 'ca.pem']);
    t.is(code, 2);
    t.regex(stderr, /--metrics-client-ca needs /);
  });
}
