import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import anyTest, { type ExecutionContext } from 'ava';
import { launch } from '../kit/command.js';
import { createCaller, isInstalled } from './caller.js';

const hasJq = await isInstalled('jq', '--version');
const hasGrpcurl = await isInstalled('grpcurl', '-version');

// The script takes grpcurl if there is one. Its other way is tried with grpcurl out of sight.
const ways = [
  { tool: 'buf', hidden: 'grpcurl', missing: hasJq ? undefined : 'jq' },
  { tool: 'grpcurl', hidden: undefined, missing: hasJq && hasGrpcurl ? undefined : 'jq or grpcurl' },
];

const machine = `apiVersion: apps/v1
kind: Deployment
metadata: {name: router}
spec:
  template:
    metadata: {annotations: {k8s.v1.cni.cncf.io/networks: macvtap-eno1}}
    spec:
      containers:
        - {name: one, image: one}
        - {name: two, image: two, securityContext: {privileged: false}}
`;

async function checkLinter(t: ExecutionContext, hidden: string | undefined): Promise<void> {
  const service = await launch(t, 'podmutator', ['service', '--grpc-addr', '127.0.0.1:0']);
  const address = String(service.ready['grpc']);
  const caller = await createCaller(t, 'shell', hidden);
  t.deepEqual(await caller.runReadme(0, address), { code: 0, stdout: '', stderr: '' });

  const launcher = await caller.runReadme(1, address);
  t.is(launcher.code, 1, launcher.stderr);
  t.is(launcher.stdout.trim().split('\n').length, 6);

  await writeFile(join(caller.folder, 'router.yaml'), machine);
  const lint = (files: string) => caller.run(`./no-privileged.sh ${address} vms ${files}`);
  t.deepEqual(await lint('../../deployment.yaml router.yaml'), {
    code: 1,
    stdout: [
      'router.yaml:9: Deployment/router: /spec/containers/0 becomes privileged by macvtap\n',
      'router.yaml:10: Deployment/router: /spec/containers/1 becomes privileged by macvtap\n',
    ].join(''),
    stderr: '',
  });
  // Dragonfly adds a container, and macvtap makes it privileged in the same operation.
  const shared = await caller.run(
    `NAMESPACE_LABELS='{"dragonflyoss-injection": "enabled"}' ./no-privileged.sh ${address} vms router.yaml`,
  );
  t.is(shared.code, 1, shared.stderr);
  t.regex(shared.stdout, /: \/spec\/initContainers becomes privileged by dragonfly and macvtap\n/);

  await writeFile(join(caller.folder, 'broken.yaml'), 'a: [\n');
  const broken = await lint('broken.yaml router.yaml');
  t.is(broken.code, 2);
  t.regex(broken.stderr, /^broken\.yaml:1: .*: line 1, column 5: /);
  await service.stop();
  t.is((await lint('router.yaml')).code, 3);
}

for (const { tool, hidden, missing } of ways) {
  const test = missing === undefined ? anyTest : anyTest.skip;
  const skipped = missing === undefined ? '' : `skipped, for ${missing} is not installed: `;
  const title = `${skipped}the linter in shell, by ${tool}, fails for what would become privileged, and for nothing else`;
  test(title, (t) => checkLinter(t, hidden));
}
