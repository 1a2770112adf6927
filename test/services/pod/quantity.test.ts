import test from 'ava';
import { readQuantity } from '../../../services/pod/quantity.js';

const equal: readonly (readonly [unknown, unknown])[] = [
  ['1', '1000m'],
  ['1', 1],
  ['1Gi', '1073741824'],
  ['0.5', '500m'],
  ['.5', '500m'],
  ['5.', '5'],
  ['+1k', '1e3'],
  ['1E3', '1000'],
  ['1E', '1000000000000000000'],
  ['1.5Ki', '1536'],
  ['1u', '1000n'],
  ['0.1n', '1n'],
  ['1e-12', '1n'],
  ['-0', '0'],
];

for (const [one, other] of equal) {
  test(`${one} equals ${other}`, (t) => {
    t.not(readQuantity(one), undefined);
    t.is(readQuantity(one), readQuantity(other));
  });
}

test('larger is larger', (t) => {
  t.true((readQuantity('1Gi') ?? 0n) > (readQuantity('1G') ?? 0n));
  t.true((readQuantity('-1') ?? 0n) < (readQuantity('0') ?? 0n));
});

for (const text of ['', '.', 'x', '1 Gi', '1gi', '1Ki1', '1e1000000', '9'.repeat(41), null, undefined, true, {}]) {
  test(`${JSON.stringify(text)} is no quantity`, (t) => {
    t.is(readQuantity(text), undefined);
  });
}

test('more quantities than are kept are the same quantities still', (t) => {
  for (let round = 0; round < 2; round += 1) {
    for (let count = 0; count < 3000; count += 1) t.is(readQuantity(`${count}m`), BigInt(count) * 1_000_000n);
  }
  t.is(readQuantity(`1${'0'.repeat(50)}`), undefined);
});
