import anyTest, { type TestFn } from 'ava';
import { assertDocumented, assertReadsAll, isInstalled, type Prepared, prepare } from './caller.js';

const hasPython = await isInstalled('python3', '-c', 'import venv, ensurepip');
const every = anyTest as TestFn<Prepared>;
const test = hasPython ? every.serial : every.serial.skip;
const skipped = hasPython ? '' : 'skipped, for Python 3 with venv is not installed: ';
if (hasPython) prepare(every, 'python');

test(`${skipped}the caller in Python shows decisions, reasons and differences`, async (t) => {
  const { address, caller, example } = t.context;
  t.is(example.code, 0, example.stderr);
  t.true(example.stdout.startsWith('../../deployment.yaml:2: Deployment/front: CHANGED\n'), example.stdout);
  t.regex(example.stdout, /\n {2}dragonfly: OPTED_IN_BY_NAMESPACE: /);
  t.regex(example.stdout, /\n\+ +- name: dfdaemon-socket\n/);

  const ask = (rest: string) => caller.run(`venv/bin/python preview.py ${rest}`);
  const unknown = await ask(`--server ${address} ../../deployment.yaml`);
  t.is(unknown.code, 1);
  t.regex(unknown.stdout, /Deployment\/front: UNKNOWN\n/);
  await caller.run('echo "a: [" > broken.yaml');
  t.is((await ask(`--server ${address} broken.yaml`)).code, 2);
  const dead = await ask('--server 127.0.0.1:1 ../../deployment.yaml');
  t.is(dead.code, 3);
  t.regex(dead.stderr, /^DEADLINE_EXCEEDED|^UNAVAILABLE/);
});

test(`${skipped}a client in Python writes every answer as JSON, and takes what the documentation says`, async (t) => {
  await assertReadsAll(t, { program: 'call.py', as: 'call.py', command: 'venv/bin/python call.py' });
});

test(`${skipped}the Python of the documentation prints what it says`, async (t) => {
  const command = 'PYTHONPATH=gen venv/bin/python documented.py';
  await assertDocumented(t, { language: 'python', as: 'documented.py', command });
});
