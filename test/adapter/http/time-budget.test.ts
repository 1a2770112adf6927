import test from 'ava';
import { readGoDuration } from '../../../adapter/http/go-duration.js';
import { createTimeBudget } from '../../../adapter/http/time-budget.js';

const durations: Readonly<Record<string, number | undefined>> = {
  '5s': 5000,
  '250ms': 250,
  '1m30s': 90_000,
  '1.5h': 5_400_000,
  '.5s': 500,
  '2.s': 2000,
  '100us': 0.1,
  '100µs': 0.1,
  '1000000ns': 1,
  '': undefined,
  '0s': undefined,
  '5': undefined,
  '-5s': undefined,
  '5 s': undefined,
  '5sec': undefined,
  s: undefined,
  '.s': undefined,
  '1e3s': undefined,
  '5S': undefined,
  '2562047h47m16.8s': 9_223_372_036_800,
  '2562048h': undefined,
  ['1111111111111111111s'.repeat(8)]: undefined,
  [`${'1ms'.repeat(30)}`]: undefined,
};

for (const [text, expected] of Object.entries(durations)) {
  test(`"${text}" is ${expected === undefined ? 'no duration' : `${expected} ms`}`, (t) => {
    t.is(readGoDuration(text), expected);
  });
}

const budgets: Readonly<Record<string, number>> = {
  '/mutate': 10_000,
  '/mutate?timeout=5s': 4500,
  '/mutate?timeout=1s': 900,
  '/mutate?timeout=500ms': 400,
  '/mutate?timeout=120ms': 60,
  '/mutate?timeout=30s': 10_000,
  '/mutate?timeout=nonsense': 10_000,
  '/mutate?timeout=': 10_000,
  '/mutate?timeout=0s': 10_000,
  '/mutate?other=1': 10_000,
  '/mutate?timeout=2s&timeout=1s': 1800,
};

for (const [url, expected] of Object.entries(budgets)) {
  test(`a review to ${url} may take ${expected} ms if 10 s is the most`, (t) => {
    t.is(createTimeBudget(10_000)(url), expected);
  });
}
