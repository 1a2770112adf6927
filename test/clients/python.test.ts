import anyTest from 'ava';
import { launch } from '../cli/command.js';
import { createCaller, isInstalled } from './caller.js';

const hasPython = await isInstalled('python3', '-c', 'import venv, ensurepip');
const test = hasPython ? anyTest : anyTest.skip;
const skipped = hasPython ? '' : 'skipped, for Python 3 with venv is not installed: ';

test(`${skipped}the caller in Python shows decisions, reasons and differences`, async (t) => {
  const service = await launch(t, 'podmutator', ['service', '--grpc-addr', '127.0.0.1:0']);
  const address = String(service.ready['grpc']);
  const caller = await createCaller(t, 'python');
  const { code, stdout, stderr } = await caller.runReadme(0, address);
  t.is(code, 0, stderr);
  t.true(stdout.startsWith('../../deployment.yaml:2: Deployment/front: CHANGED\n'), stdout);
  t.regex(stdout, /\n {2}dragonfly: OPTED_IN_BY_NAMESPACE: /);
  t.regex(stdout, /\n\+ +- name: dfdaemon-socket\n/);

  const ask = (rest: string) => caller.run(`venv/bin/python preview.py ${rest}`);
  const unknown = await ask(`--server ${address} ../../deployment.yaml`);
  t.is(unknown.code, 1);
  t.regex(unknown.stdout, /Deployment\/front: UNKNOWN\n/);
  await caller.run('echo "a: [" > broken.yaml');
  t.is((await ask(`--server ${address} broken.yaml`)).code, 2);
  await service.stop();
  const dead = await ask(`--server ${address} ../../deployment.yaml`);
  t.is(dead.code, 3);
  t.regex(dead.stderr, /^DEADLINE_EXCEEDED|^UNAVAILABLE/);
});
