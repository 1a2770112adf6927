// The Helm chart and dist/install.yaml, put into a real API server.

import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { writeKubeconfig } from '../cluster/control-plane.js';
import { readShippedConfiguration } from '../cluster/webhooks.js';
import { run } from '../kit/command.js';
import { projectRoot } from '../kit/project.js';
import { openInstallTarget, step, systemNamespace } from './installed.js';
import { findCertsCommand, runPrinted } from './printed-command.js';
import { find, hasHelm, type Rendered, readObjects, render } from './rendered.js';

const target = openInstallTarget();
const chartStep = hasHelm ? step : test.serial.skip;

step('dist/install.yaml is what `make build-installer` writes, and one apply is enough', async (t) => {
  const { kubectl } = target.current;
  const image = 'image: registry.example/webhook-sidecard:latest';
  const built = (await kubectl('kustomize', 'config/default')).replaceAll('image: IMG', image);
  t.is(await readFile(join(projectRoot, 'dist/install.yaml'), 'utf8'), built);
  await kubectl('apply', '--validate=strict', '-f', 'dist/install.yaml');
  // The chart's Deployment of this name selects its Pods by one more label, which cannot be changed.
  await kubectl('delete', 'mutatingwebhookconfiguration/podmutator');
  await kubectl('delete', '-n', systemNamespace, 'deployment/podmutator', 'deployment/podmutator-grpc');
});

const caBundle = ['--set', 'certificates.mode=existing', '--set-file'];
const modes: readonly (readonly [mode: string, args: readonly string[], kinds: readonly string[]])[] = [
  ['cert-manager', [], ['Certificate', 'Issuer']],
  ['existing', ['--set', 'certificates.mode=existing,certificates.caBundleFrom=elsewhere'], []],
  [
    'everything',
    [
      '--set',
      'autoscaling.enabled=true,monitoring.enabled=true,playground.enabled=true,grpc.tls.enabled=true,image.digest=sha256:'.concat(
        'a'.repeat(64),
      ),
    ],
    ['HorizontalPodAutoscaler', 'ServiceMonitor', 'PrometheusRule'],
  ],
];
for (const [mode, args, kinds] of modes) {
  chartStep(`the chart in mode ${mode} gives the same bytes twice, and the API server accepts them`, async (t) => {
    const { text, code, messages } = render(...args);
    t.is(code, 0, messages);
    t.is(render(...args).text, text);
    const words = await target.current.apply(text, true);
    for (const kind of kinds) t.regex(words, new RegExp(kind.toLowerCase()));
    t.is(find(text, 'Certificate') === undefined, mode === 'existing');
  });
}

chartStep('by default the chart registers what config/ registers', (t) => {
  t.deepEqual(find(render().text, 'MutatingWebhookConfiguration')?.['webhooks'], readShippedConfiguration().webhooks);
});

chartStep('the authority of an existing certificate becomes the CA bundle', async (t) => {
  const folder = target.current.access.folder;
  t.is((await run('podmutator', ['certs', '--out', folder])).code, 0);
  const ca = join(folder, 'ca.crt');
  const { text, messages } = render(...caBundle, `certificates.caBundle=${ca}`);
  const webhooks = find(text, 'MutatingWebhookConfiguration')?.['webhooks'] as { clientConfig: { caBundle: string } }[];
  const expected = (await readFile(ca)).toString('base64');
  t.deepEqual(
    webhooks?.map(({ clientConfig }) => clientConfig.caBundle),
    [expected, expected],
    messages,
  );
});

chartStep(
  'without a CA bundle no webhook that rejects Pods is registered, unless the bundle comes from elsewhere',
  (t) => {
    const existing = ['--set', 'certificates.mode=existing'];
    const { code, messages } = render(...existing);
    t.is(code, 1);
    t.regex(
      messages,
      /certificates\.caBundle is empty: the webhook macvtap would reject every Pod\. .*caBundleFrom=elsewhere/,
    );
    t.regex(
      render(...existing, '--set', 'webhooks.dragonfly.failurePolicy=Fail').messages,
      /the webhook dragonfly would/,
    );
    const read = (...args: readonly string[]) =>
      find(render(...existing, ...args).text, 'MutatingWebhookConfiguration')?.['webhooks'];
    t.deepEqual(
      read('--set', 'webhooks.macvtap.registered=false').map(({ name }: { name: string }) => name),
      ['dragonfly.podmutator.dev'],
    );
    for (const webhook of read('--set', 'certificates.caBundleFrom=elsewhere'))
      t.false('caBundle' in webhook.clientConfig);
    const both = ['--set', 'certificates.caBundleFrom=elsewhere,certificates.caBundle=-----BEGIN CERTIFICATE-----'];
    for (const args of [both, [...existing, ...both], ['--set', 'certificates.caBundleFrom=elsewhere']]) {
      t.regex(render(...args).messages, /certificates\.caBundleFrom: expected values, found elsewhere/);
    }
  },
);

chartStep('the settings of the values are settings that the service takes', async (t) => {
  const { text } = render('--set', 'mutators.dragonfly.profile=injector,limits.maxContainers=200');
  const config = find(text, 'ConfigMap')?.['data']['config.yaml'] as string;
  const file = join(target.current.access.folder, 'chart-config.yaml');
  await writeFile(file, `${config}\nunknown: 1\n`);
  // Only the line that was added is wrong.
  const { stderr } = await run('podmutator', ['service', '--grpc-addr', '127.0.0.1:0', '--config', file]);
  t.regex(stderr, /unknown: unknown key/);
  t.is(stderr.trim().split('\n').length, 1);
  t.regex(config, /profile: injector/);
  t.like(parse(config).limits, { maxContainers: 200, maxPodBytes: 4 * 2 ** 20 });
});

chartStep('the playground is off, and on only for the Pod itself, with the memory that it needs', (t) => {
  const readAdapter = (...args: readonly string[]): Rendered =>
    readObjects(render(...args).text).find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'podmutator',
    )?.['spec'].template.spec.containers[0];
  t.false(readAdapter()['args'].includes('--playground'));
  const { args, resources } = readAdapter('--set', 'playground.enabled=true');
  t.true(args.includes('--playground'));
  t.false(
    args.some((arg: string) => arg.startsWith('--playground-addr')),
    'the loopback address',
  );
  t.is(resources.limits.memory, '512Mi');
  t.deepEqual(resources.requests, readAdapter()['resources'].requests);
});

for (const [value, message] of [
  ['replica=3', /replica/],
  ['webhooks.macvtap.failurePolicy=Maybe', /failurePolicy/],
  ['certificates.mode=generate', /mode/],
  ['mutators.macvtap.mach=plain', /mach/],
  ['mutators.dragonfly.initContainer.image=two words', /image/],
] as const) {
  chartStep(`the schema refuses ${value}`, (t) => {
    const { code, messages } = render('--set', value);
    t.is(code, 1);
    t.regex(messages, message);
  });
}

chartStep('helm installs, upgrades with the certificate kept, and uninstalls', async (t) => {
  const { access, kubectl } = target.current;
  await kubectl('create', 'namespace', 'chart-test');
  const kubeconfig = await writeKubeconfig(access, 'helm', access.adminToken);
  const helm = (...args: readonly string[]): string => {
    const done = spawnSync('helm', [...args, '-n', 'chart-test', '--kubeconfig', kubeconfig], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new Error(`helm ${args.join(' ')}: ${done.stderr}`);
    return done.stdout;
  };
  const existing = 'certificates.mode=existing,certificates.caBundleFrom=elsewhere';
  const readWebhooks = async (): Promise<{ clientConfig: { caBundle?: string } }[]> =>
    JSON.parse(await kubectl('get', 'mutatingwebhookconfiguration', 'hooks-chart-test', '-o', 'json')).webhooks;
  const printed = findCertsCommand(helm('install', 'hooks', 'dist/chart', '--set', existing));
  const before = await readWebhooks();
  t.true(before.every(({ clientConfig }) => clientConfig.caBundle === undefined));
  await runPrinted(target.current, printed);
  const after = await readWebhooks();
  for (const { clientConfig } of after) delete clientConfig.caBundle;
  t.deepEqual(after, before, 'the bundle and nothing else');
  const readBundles = (): Promise<string> =>
    kubectl('get', 'mutatingwebhookconfiguration', 'hooks-chart-test', '-o', 'jsonpath={..caBundle}');
  const bundles = await readBundles();
  t.is(bundles.split(' ').length, 2);
  helm('upgrade', 'hooks', 'dist/chart', '--set', `${existing},replicas=3`);
  t.is(await readBundles(), bundles);
  await runPrinted(target.current, printed);
  t.is(await readBundles(), bundles, 'the printed command changes nothing that is valid');
  for (const registered of [false, true]) {
    helm('upgrade', 'hooks', 'dist/chart', '--set', `${existing},replicas=3,webhooks.macvtap.registered=${registered}`);
  }
  t.is((await readBundles()).split(' ').length, 1, 'what is registered anew has none');
  await runPrinted(target.current, printed);
  t.is(await readBundles(), bundles);
  t.is(await kubectl('get', 'deployment', 'hooks', '-n', 'chart-test', '-o', 'jsonpath={.spec.replicas}'), '3');
  helm('uninstall', 'hooks');
  const kinds = 'mutatingwebhookconfigurations,clusterroles,clusterrolebindings';
  t.is(await kubectl('get', kinds, '-l', 'app.kubernetes.io/instance=hooks', '-o', 'name'), '');
});
