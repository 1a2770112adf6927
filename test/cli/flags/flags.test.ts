import test from 'ava';
import { formatFlags, readArguments, readDuration, readWholeNumber, UsageError } from '../../../cli/flags/flags.js';

const flags = {
  addr: { value: 'HOST:PORT', about: 'Where to listen.', default: ':8443' },
  'tls-cert': { value: 'FILE', about: 'The certificate.', env: 'TLS_CERT_FILE' },
  'allow-http': { about: 'Serve without TLS.' },
} as const;

test('a value may stand behind the flag or behind an equals sign', (t) => {
  t.is(readArguments(['--addr', ':1'], flags, {}).values.addr, ':1');
  t.is(readArguments(['--addr=[::1]:2'], flags, {}).values.addr, '[::1]:2');
});

test('a flag beats its environment variable, which beats nothing at all', (t) => {
  const environment = { TLS_CERT_FILE: 'from-env' };
  t.is(readArguments(['--tls-cert', 'from-flag'], flags, environment).values['tls-cert'], 'from-flag');
  t.is(readArguments([], flags, environment).values['tls-cert'], 'from-env');
  t.is(readArguments([], flags, { TLS_CERT_FILE: '' }).values['tls-cert'], undefined);
});

test('what is not given has its default, and a switch is off', (t) => {
  t.deepEqual(
    { ...readArguments([], flags, {}).values },
    { addr: ':8443', 'tls-cert': undefined, 'allow-http': false },
  );
  t.true(readArguments(['--allow-http'], flags, {}).values['allow-http']);
});

for (const args of [['--nope'], ['--addr'], ['--allow-http=yes'], ['-x']]) {
  test(`${args.join(' ')} is a usage error in one line`, (t) => {
    const error = t.throws(() => readArguments(args, flags, {}), { instanceOf: UsageError });
    t.false(error?.message.includes('\n'));
  });
}

test('a flag that is almost one of ours comes with a suggestion, and any other does not', (t) => {
  const read = (arg: string) => (): unknown => readArguments([arg], flags, {});
  t.throws(read('--adr'), { message: "Unknown option '--adr'; did you mean --addr?" });
  t.throws(read('--allow-htpp'), { message: "Unknown option '--allow-htpp'; did you mean --allow-http?" });
  t.throws(read('--nope'), { message: "Unknown option '--nope'" });
});

test('what is no flag is an operand, and a dash alone is one', (t) => {
  const { operands } = readArguments(['a', '--addr', ':1', '-', '--', '--b'], flags, {});
  t.deepEqual(operands, ['a', '-', '--b']);
});

test('a flag that repeats is a list, and may have a letter', (t) => {
  const repeating = { label: { value: 'K=V', about: 'A label.', isList: true, short: 'l' } } as const;
  const { values } = readArguments(['-l', 'a=1', '--label=b=2'], repeating, {});
  t.deepEqual(values.label, ['a=1', 'b=2']);
  const none = readArguments([], repeating, {});
  t.deepEqual(none.values.label, []);
  t.regex(formatFlags(repeating), /-l, --label K=V/);
  const withDefault = { at: { value: 'ADDRESS', about: 'Where.', default: ':1', isList: true } } as const;
  t.deepEqual(readArguments([], withDefault, {}).values.at, [':1']);
  t.deepEqual(readArguments(['--at', ':2', '--at', ':3'], withDefault, {}).values.at, [':2', ':3']);
});

test('numbers and durations are read whole or not at all', (t) => {
  t.is(readWholeNumber('max', '12'), 12);
  t.is(readDuration('grace', '500ms'), 500);
  t.is(readDuration('grace', '2m'), 120_000);
  t.throws(() => readWholeNumber('max', '1.5'), { instanceOf: UsageError, message: /^--max: / });
  t.throws(() => readDuration('grace', '5'), { instanceOf: UsageError, message: /^--grace: .*500ms/ });
});

test('the help fits 80 columns and names every flag, default and variable', (t) => {
  const text = formatFlags({ ...flags, long: { about: 'word '.repeat(40).trim() } });
  t.true(text.split('\n').every((line) => line.length <= 80));
  for (const word of ['--addr HOST:PORT', 'default :8443', 'environment TLS_CERT_FILE', '--allow-http']) {
    t.true(text.includes(word), word);
  }
});
