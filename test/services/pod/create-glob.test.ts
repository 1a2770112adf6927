import test from 'ava';
import { createGlob } from '../../../services/pod/create-glob.js';

const cases: readonly (readonly [glob: string, matched: readonly string[], others: readonly string[]])[] = [
  ['*macvtap*', ['macvtap', 'a-macvtap-b'], ['', 'macvta', 'macv-tap', 'MacVTap']],
  ['vm-uplink-*', ['vm-uplink-', 'vm-uplink-1'], ['vm-uplink', 'a-vm-uplink-1']],
  ['*-uplink', ['-uplink', 'vm-uplink', '-uplink-uplink'], ['uplink', 'vm-uplink-1']],
  ['a*a', ['aa', 'aba', 'aaa'], ['a', 'ab', 'ba']],
  ['a*b*c', ['abc', 'a-b-b-c', 'abcbc'], ['acb', 'ac', 'ab', 'bc']],
  ['*a*', ['a', 'bab'], ['', 'b']],
  ['**', ['', 'anything'], []],
  ['*', ['', 'any\nthing'], []],
  ['a.b[c]', ['a.b[c]'], ['axb[c]', 'a.bc']],
];

for (const [glob, matched, others] of cases) {
  test(`the glob ${glob} matches the whole of a name`, (t) => {
    const isMatched = createGlob(glob);
    t.deepEqual(matched.filter(isMatched), matched);
    t.deepEqual(others.filter(isMatched), []);
  });
}
