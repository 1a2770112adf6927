import test from 'ava';
import { findNearest } from '../../../runtime/text/find-nearest.js';

const keys = ['enabled', 'match', 'networkNames', 'ignoreStatusAnnotations'];

for (const [typed, meant] of [
  ['macth', 'match'],
  ['Match', 'match'],
  ['networknames', 'networkNames'],
  ['networkName', 'networkNames'],
  ['enable', 'enabled'],
] as const) {
  test(`"${typed}" is taken for "${meant}"`, (t) => {
    t.is(findNearest(typed, keys), meant);
  });
}

for (const typed of ['', 'x', 'ma', 'disabled', 'networks']) {
  test(`"${typed}" is like none of the names`, (t) => {
    t.is(findNearest(typed, keys), undefined);
  });
}
