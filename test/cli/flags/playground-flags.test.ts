import test from 'ava';
import { UsageError } from '../../../cli/flags/flags.js';
import { formatPlaygroundUrl, readPlayground } from '../../../cli/flags/playground-flags.js';

const off = { playground: false, 'playground-addr': undefined, 'playground-host': [], addr: ':8443' };

test('there is no playground unless it is asked for, and no flag of it without it', (t) => {
  t.is(readPlayground(off), undefined);
  for (const flags of [{ 'playground-addr': '127.0.0.1:8082' }, { 'playground-host': ['a'] }]) {
    t.throws(() => readPlayground({ ...off, ...flags }), { instanceOf: UsageError, message: /need --playground/ });
  }
});

test('by default it has a listener of its own that only this computer reaches', (t) => {
  t.is(readPlayground({ ...off, playground: true })?.address, '127.0.0.1:8082');
});

test('the address of the reviews means: on their listener', (t) => {
  const on = (addr: string, own: string) => readPlayground({ ...off, playground: true, addr, 'playground-addr': own });
  t.is(on(':8443', '[::]:8443')?.address, undefined);
  t.is(on('unix:/run/a.sock', 'unix:///run/a.sock')?.address, undefined);
  t.is(on(':8443', '127.0.0.1:8443')?.address, '127.0.0.1:8443');
  t.is(on('127.0.0.1:0', '127.0.0.1:0')?.address, '127.0.0.1:0', 'the system chooses two ports');
  t.throws(() => on(':8443', 'here'), {
    instanceOf: UsageError,
    message: /^--playground-addr: "here": expected host:port/,
  });
});

test('names come from the flags and from the address, whatever their case', (t) => {
  const options = {
    ...off,
    playground: true,
    'playground-addr': 'Play.example:80',
    'playground-host': ['Other.example'],
  };
  t.deepEqual(readPlayground(options)?.hosts, ['play.example', 'other.example']);
});

test('the address that is printed can be opened in a browser', (t) => {
  const options = readPlayground({ ...off, playground: true });
  const format = (own: string | undefined, isTls = true) =>
    formatPlaygroundUrl({ address: '[::]:8443', playgroundAddress: own }, options, isTls);
  t.is(format('127.0.0.1:8082'), 'http://127.0.0.1:8082/playground/');
  t.is(format('[::]:8082'), 'http://localhost:8082/playground/');
  t.is(format(undefined), 'https://localhost:8443/playground/');
  t.is(format(undefined, false), 'http://localhost:8443/playground/');
  t.is(format('unix:/run/a.sock'), 'unix:/run/a.sock');
  t.is(formatPlaygroundUrl({ address: ':8443', playgroundAddress: undefined }, undefined, true), undefined);
});
