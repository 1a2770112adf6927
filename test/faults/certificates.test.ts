// Certificates of running processes are renewed, as the kubelet does it, and then replaced by ones that cannot be used.

import { connect as connectPlain } from 'node:net';
import { connect, type SecureContextOptions } from 'node:tls';
import test from 'ava';
import { createAuthority, createSecretFolder, fingerprintOf, type SecretFolder } from '../kit/certificates.js';
import { launch, type Started } from '../kit/command.js';
import { startLoad } from '../kit/load.js';
import { createTlsLink, portOf, readPage, readSeries, startService } from '../kit/processes.js';
import { until } from '../kit/until.js';

type Listener = 'adapter' | 'service' | 'client';

/** The certificate that a port shows now. */
function readFingerprint(address: string, how: SecureContextOptions): Promise<string> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...how,
      socket: connectPlain(Number(port), host),
      servername: 'localhost',
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    socket.once('error', reject).once('secureConnect', () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
  });
}

test('certificates of all listeners are renewed while running; expired and mismatched ones are not taken', async (t) => {
  const link = await createTlsLink(t);
  const authority = await createAuthority('Webhook Authority');
  const webhook = await createSecretFolder(await authority.issue());
  t.teardown(() => webhook.remove());
  const service = await startService(t, link);
  const adapter = await launch(t, 'podmutator', [
    ...['adapter', '--addr', '127.0.0.1:0', '--tls-cert', webhook.certFile, '--tls-key', webhook.keyFile],
    ...link.adapter(),
  ]);
  const load = startLoad(t, { perSecond: 20, ports: () => [portOf(adapter)], ca: authority.ca });
  await load.more(5);

  const readMetrics = async (of: Listener): Promise<string> =>
    of === 'service'
      ? (await readPage(`http://${service.ready['metrics']}/metrics`)).text
      : (await readPage(`https://${adapter.ready['webhook']}/metrics`, authority.ca)).text;
  const reloads = async (of: Listener, result: 'ok' | 'error'): Promise<number | undefined> =>
    readSeries(await readMetrics(of), `podmutator_tls_reloads_total{listener="${of}",result="${result}"}`);
  const secrets: Readonly<Record<Listener, SecretFolder>> = { adapter: webhook, ...link.secrets };
  const issue = (of: Listener, notAfter?: Date): Promise<{ cert: string; key: string }> =>
    of === 'adapter' ? authority.issue(notAfter && { notAfter }) : link.issue(of, notAfter);
  const trust = { adapter: { ca: authority.ca }, service: await link.issue('client') };
  const listeners = ['adapter', 'service', 'client'] as const;

  const renewed = { adapter: await issue('adapter'), service: await issue('service'), client: await issue('client') };
  for (const of of listeners) await secrets[of].swap({ ca: link.ca, ...renewed[of] });
  for (const of of listeners) await until(async () => (await reloads(of, 'ok')) === 1);
  const shown = async (): Promise<readonly string[]> => [
    await readFingerprint(adapter.ready['webhook'] ?? '', trust.adapter),
    await readFingerprint(service.ready['grpc'] ?? '', trust.service),
  ];
  const expected = [fingerprintOf(renewed.adapter.cert), fingerprintOf(renewed.service.cert)];
  t.deepEqual(await shown(), expected);

  const expired = new Date(Date.now() - 60_000);
  for (const of of listeners) await secrets[of].swap({ ca: link.ca, ...(await issue(of, expired)) });
  for (const of of listeners) await until(async () => (await reloads(of, 'error')) === 1);
  for (const of of listeners) {
    await secrets[of].swap({ ca: link.ca, cert: (await issue(of)).cert, key: renewed[of].key });
  }
  for (const of of listeners) await until(async () => (await reloads(of, 'error')) === 2);
  t.deepEqual(await shown(), expected);
  const problemsOf = ({ log }: Started, of: Listener): string =>
    JSON.stringify(log.filter(({ listener, level }) => listener === of && level === 'error'));
  for (const of of listeners) {
    // Lines of the log come a little later than what they tell of.
    const problems = (): string => problemsOf(of === 'service' ? service : adapter, of);
    await until(() => problems().includes('the key does not belong to the certificate'));
    t.regex(problems(), /kept the last good certificate/);
    t.regex(problems(), /the certificate expired on .*the key does not belong to the certificate/);
    const expiry = readSeries(
      await readMetrics(of),
      `podmutator_tls_certificate_expiry_timestamp_seconds{listener="${of}"}`,
    );
    t.true((expiry ?? 0) * 1000 > Date.now());
  }
  await load.more(5);
  t.deepEqual((await load.stop()).slice(0, 3), []);
});

const plain = ['--addr', '127.0.0.1:0', '--grpc-addr', '127.0.0.1:0'] as const;
const commands = {
  serve: { listeners: ['adapter', 'service'], args: plain, metrics: 'webhook' },
  adapter: { listeners: ['adapter'], args: [...plain.slice(0, 2), '--service', '127.0.0.1:1'], metrics: 'webhook' },
  service: { listeners: ['service'], args: [...plain.slice(2), '--metrics-addr', '127.0.0.1:0'], metrics: 'metrics' },
} as const;
for (const [command, { listeners, args, metrics }] of Object.entries(commands)) {
  test(`${command}: a certificate file that is emptied, cut off, or filled with something else changes nothing`, async (t) => {
    const authority = await createAuthority();
    const good = await authority.issue();
    const secret = await createSecretFolder(good);
    t.teardown(() => secret.remove());
    const files = [secret.certFile, secret.keyFile];
    const flags = { adapter: ['--tls-cert', '--tls-key'], service: ['--grpc-tls-cert', '--grpc-tls-key'] };
    const tls = listeners.flatMap((of) => flags[of].flatMap((flag, index) => [flag, files[index] ?? '']));
    const started = await launch(t, 'podmutator', [command, ...args, ...tls]);
    const page = `${metrics === 'metrics' ? 'http' : 'https'}://${started.ready[metrics]}/metrics`;
    const reloads = async (result: 'ok' | 'error'): Promise<number> => {
      const { text } = await readPage(page, metrics === 'metrics' ? undefined : authority.ca);
      const counts = listeners.map((listener) =>
        readSeries(text, `podmutator_tls_reloads_total{listener="${listener}",result="${result}"}`),
      );
      return Math.min(...counts.map((count) => count ?? 0));
    };
    const ports = listeners.map((of) => started.ready[of === 'adapter' ? 'webhook' : 'grpc'] ?? '');
    const shown = (): Promise<readonly string[]> =>
      Promise.all(ports.map((port) => readFingerprint(port, { ca: authority.ca })));

    const broken = [
      { ...good, cert: '' },
      { ...good, cert: good.cert.slice(0, good.cert.length / 2) },
      { ...good, key: good.key.slice(0, good.key.length / 2) },
      { ...good, cert: 'no PEM' },
      { key: good.key },
    ];
    for (const [index, content] of broken.entries()) {
      await secret.swap(content);
      await until(async () => (await reloads('error')) > index);
      t.deepEqual(
        await shown(),
        ports.map(() => fingerprintOf(good.cert)),
      );
    }
    const next = await authority.issue();
    await secret.swap(next);
    await until(async () => (await reloads('ok')) > 0);
    t.deepEqual(
      await shown(),
      ports.map(() => fingerprintOf(next.cert)),
    );
  });
}
