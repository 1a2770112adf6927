import test from 'ava';
import fc from 'fast-check';
import { documentPlace, parsePointer, pointer } from '../../../services/pod/json-pointer.js';

const members = fc.array(
  fc.oneof(fc.string(), fc.constantFrom('a/b', '~', '~1', '', '0', '__proto__', 'constructor')),
  {
    maxLength: 6,
  },
);

test('a pointer is taken apart into what it was made of', (t) => {
  fc.assert(fc.property(members, (list) => t.deepEqual(parsePointer(pointer(...list)), list)));
});

test('a place has the pointer of the way that leads to it', (t) => {
  fc.assert(
    fc.property(members, (list) => {
      let place = documentPlace;
      for (const member of list) place = place.at(member);
      t.is(place.path, pointer(...list));
    }),
  );
});

test('more paths than are kept are the same paths still', (t) => {
  const spec = documentPlace.at('spec');
  for (let round = 0; round < 2; round += 1) {
    for (let index = 0; index < 5000; index += 1) {
      const { path } = spec.at('containers').at(index);
      t.is(path, `/spec/containers/${index}`);
      t.deepEqual(parsePointer(path), ['spec', 'containers', `${index}`]);
    }
  }
});

test('what was taken apart once is the same the second time', (t) => {
  const long = `/metadata/annotations/${'x'.repeat(1000)}`;
  for (const text of ['/a~1b/c', '', '/', long]) t.deepEqual(parsePointer(text), parsePointer(text));
  t.deepEqual(parsePointer('/a~1b/c'), ['a/b', 'c']);
});
