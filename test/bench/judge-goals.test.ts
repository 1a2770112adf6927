import test from 'ava';
import type { Goal } from '../../bench/goals.js';
import { judgeGoals } from '../../bench/judge-goals.js';
import { createSamples } from '../../bench/samples.js';

const goal = (limit: Goal['limit'], read: Goal['read']): Goal => ({
  about: 'a goal',
  unit: '×',
  digits: 2,
  limit,
  read,
});

const verdictOf = (one: Goal, values: Readonly<Record<string, readonly number[]>>): string | undefined => {
  const samples = createSamples();
  for (const [name, list] of Object.entries(values)) for (const value of list) samples.add(name, value);
  return judgeGoals([one], samples)[0]?.verdict;
};

const cost = goal({ atMost: 2 }, (samples) => samples.ratio('ours', 'floor'));
const speed = goal({ atLeast: 10 }, (samples) => samples.of('ours'));

test('a ratio is taken round by round, and the median of the rounds counts', (t) => {
  t.is(verdictOf(cost, { ours: [200, 900, 390], floor: [100, 300, 200] }), 'met');
  t.is(verdictOf(cost, { ours: [201, 900, 410], floor: [100, 300, 200] }), 'missed');
});

test('the limit itself is still met', (t) => {
  t.is(verdictOf(cost, { ours: [200], floor: [100] }), 'met');
  t.is(verdictOf(speed, { ours: [10] }), 'met');
});

test('some goals are lower limits', (t) => {
  t.is(verdictOf(speed, { ours: [9, 11, 8] }), 'missed');
  t.is(verdictOf(speed, { ours: [9, 11, 12] }), 'met');
});

test('what was not measured is neither met nor missed', (t) => {
  t.is(verdictOf(cost, { ours: [200] }), 'not measured');
  t.is(verdictOf(speed, {}), 'not measured');
});

test('a figure that is no number meets no goal', (t) => {
  t.is(verdictOf(cost, { ours: [0], floor: [0] }), 'missed');
  t.is(verdictOf(speed, { ours: [Number.NaN] }), 'missed');
});
