import test from 'ava';
import { formatFlags, readDuration, readFlags, readWholeNumber, UsageError } from '../../cli/flags.js';

const flags = {
  addr: { value: 'HOST:PORT', about: 'Where to listen.', default: ':8443' },
  'tls-cert': { value: 'FILE', about: 'The certificate.', env: 'TLS_CERT_FILE' },
  'allow-http': { about: 'Serve without TLS.' },
} as const;

test('a value may stand behind the flag or behind an equals sign', (t) => {
  t.is(readFlags(['--addr', ':1'], flags, {}).addr, ':1');
  t.is(readFlags(['--addr=[::1]:2'], flags, {}).addr, '[::1]:2');
});

test('a flag beats its environment variable, which beats nothing at all', (t) => {
  const environment = { TLS_CERT_FILE: 'from-env' };
  t.is(readFlags(['--tls-cert', 'from-flag'], flags, environment)['tls-cert'], 'from-flag');
  t.is(readFlags([], flags, environment)['tls-cert'], 'from-env');
  t.is(readFlags([], flags, { TLS_CERT_FILE: '' })['tls-cert'], undefined);
});

test('what is not given has its default, and a switch is off', (t) => {
  t.deepEqual({ ...readFlags([], flags, {}) }, { addr: ':8443', 'tls-cert': undefined, 'allow-http': false });
  t.true(readFlags(['--allow-http'], flags, {})['allow-http']);
});

for (const args of [['--nope'], ['--addr'], ['stray'], ['--allow-http=yes'], ['-x']]) {
  test(`${args.join(' ')} is a usage error in one line`, (t) => {
    const error = t.throws(() => readFlags(args, flags, {}), { instanceOf: UsageError });
    t.false(error?.message.includes('\n'));
  });
}

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
