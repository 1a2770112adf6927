// `-o yaml`: the input, with the changes made. Everything that does not change comes out byte for byte.
//
// What reads this usually applies it. So nothing is written before all documents are known to be good: a Pod that was
// left as it is because its document is broken must not be created.

import type { Format } from '../format.js';
import type { PreviewedDocument } from '../previewed.js';
import { createSpool } from '../spool.js';
import { isResourceList } from './is-resource-list.js';

/** What goes between the texts of two inputs, and where. */
interface Separator {
  readonly offset: number;
  readonly text: string;
}

export function createYaml(): Format {
  const spool = createSpool();
  const separators: Separator[] = [];
  const inputs = new Set<string>();
  let first: PreviewedDocument | undefined;
  let count = 0;
  let length = 0;
  let isOpen = false;
  return {
    add(document) {
      const { input, index, after } = document;
      first ??= document;
      count += 1;
      inputs.add(input);
      if (index === 0) {
        const marker = /^---(?:\s|$)/m.test(after) ? '' : '---\n';
        separators.push({ offset: length, text: `${isOpen ? '\n' : ''}${marker}` });
      }
      const bytes = Buffer.from(after);
      spool.write(bytes);
      length += bytes.length;
      isOpen = !after.endsWith('\n');
      return '';
    },
    async finish(totals) {
      if (first && count === 1 && isResourceList(first.before)) {
        // With it comes a YAML library, which takes longer to load than a small preview to compute.
        const { withFunctionResults } = await import('./resource-list.js');
        return withFunctionResults(first);
      }
      // Texts of different inputs need a marker between them; within one input the text has all that it needs.
      return totals.error > 0 ? '' : separate(spool.read(), inputs.size > 1 ? separators : []);
    },
  };
}

function* separate(pieces: Iterable<Uint8Array>, separators: readonly Separator[]): Generator<Uint8Array> {
  const waiting = [...separators];
  let position = 0;
  for (const piece of pieces) {
    let done = 0;
    while (waiting[0] && waiting[0].offset < position + piece.length) {
      const { offset, text } = waiting.shift() as Separator;
      yield piece.subarray(done, offset - position);
      yield Buffer.from(text);
      done = offset - position;
    }
    yield piece.subarray(done);
    position += piece.length;
  }
}
