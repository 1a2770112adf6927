import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import anyTest from 'ava';
import { launch } from '../cli/command.js';
import { createCaller, isInstalled } from './caller.js';

const hasJq = await isInstalled('jq', '--version');
const test = hasJq ? anyTest : anyTest.skip;
const skipped = hasJq ? '' : 'skipped, for jq is not installed: ';

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

test(`${skipped}the linter in shell fails for what would become privileged, and for nothing else`, async (t) => {
  const service = await launch(t, 'podmutator', ['service', '--grpc-addr', '127.0.0.1:0']);
  const address = String(service.ready['grpc']);
  const caller = await createCaller(t, 'shell');
  t.deepEqual(await caller.runReadme(0, address), { code: 0, stdout: '', stderr: '' });

  const launcher = await caller.runReadme(1, address);
  t.is(launcher.code, 1, launcher.stderr);
  t.is(launcher.stdout.trim().split('\n').length, 6);

  await writeFile(join(caller.folder, 'router.yaml'), machine);
  const lint = (files: string) => caller.run(`./no-privileged.sh ${address} vms ${files}`);
  t.deepEqual(await lint('../../deployment.yaml router.yaml'), {
    code: 1,
    stdout: [
      'router.yaml:9: Deployment/router: macvtap makes /spec/containers/0 privileged\n',
      'router.yaml:10: Deployment/router: macvtap makes /spec/containers/1 privileged\n',
    ].join(''),
    stderr: '',
  });
  await writeFile(join(caller.folder, 'broken.yaml'), 'a: [\n');
  t.is((await lint('broken.yaml router.yaml')).code, 2);
  await service.stop();
  t.is((await lint('router.yaml')).code, 3);
});
