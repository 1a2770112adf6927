// The shape in the cluster: whatever others send to the gRPC API, reviews share no process with it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { projectRoot } from '../kit/project.js';
import { systemNamespace } from './installed.js';
import { find, hasHelm, type Rendered, readObjects, render } from './rendered.js';

const chartTest = hasHelm ? test : test.skip;

chartTest('by default the chart ships the Pods, Services and network policies of config/', (t) => {
  // Two more labels tell releases apart; everything else is the same.
  const strip = (object: object): unknown =>
    JSON.parse(
      JSON.stringify(object, (key, value) => {
        if (key !== 'matchLabels' && key !== 'labels' && key !== 'selector') return value;
        const { 'app.kubernetes.io/instance': _, 'app.kubernetes.io/part-of': __, ...rest } = value;
        return rest;
      }).replaceAll(/registry[.]example[^"]*/g, 'IMG'),
    );
  const specs = (objects: readonly Rendered[]): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      objects
        .filter(({ kind }) => /^(Deployment|Service|NetworkPolicy|PodDisruptionBudget)$/.test(kind))
        .map(({ kind, metadata, spec }) => [`${kind}/${metadata.name}`, strip(spec)] as const)
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
  const plain = specs(readObjects(readFileSync(join(projectRoot, 'dist/install.yaml'), 'utf8')));
  t.is(Object.keys(plain).length, 8);
  t.deepEqual(specs(readObjects(render().text)), plain);
});

/** What the chart renders for other callers of the gRPC API. */
function renderGrpc(...args: readonly string[]) {
  const objects = readObjects(render(...args).text);
  const named = objects.filter(({ metadata }) => metadata.name === 'podmutator-grpc');
  return {
    kinds: named.map(({ kind }) => kind).toSorted(),
    objects,
    pod: named.find(({ kind }) => kind === 'Deployment')?.['spec'].template.spec,
    ports: named.find(({ kind }) => kind === 'Service')?.['spec'].ports,
  };
}

chartTest('beside the adapter the service listens on its socket only, and is probed over HTTP', (t) => {
  for (const args of [[], ['--set', 'grpc.enabled=false'], ['--set', 'grpc.tls.enabled=true']]) {
    const pod = find(render(...args).text, 'Deployment', 'podmutator')?.['spec'].template.spec;
    const service = pod.containers[1];
    const listens = service.args.filter((arg: string) => /^--grpc-/.test(arg));
    t.deepEqual(listens, ['--grpc-addr=unix:/run/podmutator/service.sock']);
    t.deepEqual(service.ports, [{ name: 'metrics', containerPort: 9090 }]);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      t.deepEqual(service[probe].httpGet, { path: '/healthz', port: 'metrics' }, probe);
    }
  }
});

chartTest('grpc.enabled=false leaves out all that is for other callers, and nothing else', (t) => {
  const { kinds, objects } = renderGrpc();
  t.deepEqual(kinds, ['Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'Service']);
  const without = renderGrpc('--set', 'grpc.enabled=false');
  t.deepEqual(without.kinds, []);
  t.is(without.objects.length, objects.length - 4);
});

chartTest('grpc.tls changes arguments, mounts, the protocol of the Service and the certificate, and no probe', (t) => {
  const plain = renderGrpc();
  const { kinds, objects, pod, ports } = renderGrpc(
    ...['--set', 'grpc.tls.enabled=true,grpc.tls.clientCertificates=true'],
    ...['--set', 'grpc.tls.allowNames={DNS:ci.example,URI:spiffe://example/ci}'],
  );
  t.deepEqual(pod.containers[0].args.slice(-4), [
    '--grpc-tls-cert=/etc/podmutator/tls/tls.crt',
    '--grpc-tls-key=/etc/podmutator/tls/tls.key',
    '--grpc-client-ca=/etc/podmutator/tls/ca.crt',
    '--grpc-allow-names=DNS:ci.example,URI:spiffe://example/ci',
  ]);
  t.deepEqual([plain.ports[0].appProtocol, ports[0].appProtocol], ['kubernetes.io/h2c', 'https']);
  t.deepEqual(pod.containers[0].readinessProbe, plain.pod.containers[0].readinessProbe);
  t.true(kinds.includes('Certificate'));
  const certificate = objects.find(
    ({ kind, metadata }) => kind === 'Certificate' && metadata.name === 'podmutator-grpc',
  );
  t.deepEqual(certificate?.['spec'].dnsNames, [`podmutator-grpc.${systemNamespace}.svc`]);
  t.is(
    certificate?.['spec'].secretName,
    pod.volumes.find(({ name }: { name: string }) => name === 'tls').secret.secretName,
  );
  const { kinds: existing } = renderGrpc(
    '--set',
    'grpc.tls.enabled=true,certificates.mode=existing,certificates.caBundleFrom=elsewhere',
  );
  t.false(existing.includes('Certificate'), 'who brings certificates brings this one as well');
});

chartTest('flags of the gRPC port beside the adapter are an error that says where they belong', (t) => {
  const { code, messages } = render('--set', 'service.extraArgs={--grpc-client-ca=/etc/ca.crt}');
  t.is(code, 1);
  t.regex(
    messages,
    /service\.extraArgs: .* found --grpc-client-ca=\/etc\/ca\.crt: .* use grpc\.tls or grpc\.extraArgs/,
  );
});
