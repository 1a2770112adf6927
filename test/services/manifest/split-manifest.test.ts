import test from 'ava';
import fc from 'fast-check';
import { createSplitter, type Segment, splitManifest } from '../../../services/manifest/split-manifest.js';

const part = fc.constantFrom(
  ...['---', '...', '\n', '\r\n', '---\n', '...\n', '  ---', '--', '-', '.', ' ', '# c', '%Y', '\ufeff', 'kind: x\n'],
  ...['{', '}', '"', '\\', 'a', '{"a":"{"}', '{}\n', '{"b": "}\n---\n"}'],
);
const manifest = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(''));

test('the pieces in which a manifest comes make no difference, and nothing of it is lost', (t) => {
  fc.assert(
    fc.property(manifest, fc.array(fc.nat({ max: 12 })), (text, lengths) => {
      const splitter = createSplitter();
      const segments: Segment[] = [];
      let position = 0;
      for (const length of [...lengths, text.length]) {
        segments.push(...splitter.add(text.slice(position, position + length)));
        position += length;
      }
      segments.push(...splitter.finish());
      t.deepEqual(segments, splitManifest(text));
      t.is(segments.map((segment) => segment.text).join(''), text);
    }),
    { numRuns: 500 },
  );
});
