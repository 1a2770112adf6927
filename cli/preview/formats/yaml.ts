// `-o yaml`: the input, with the changes made. Everything that does not change comes out byte for byte.
//
// What reads this usually applies it. So nothing is written before all documents are known to be good: a Pod that was
// left as it is because its document is broken must not be created.

import type { Format } from '../format.js';
import type { PreviewedDocument } from '../previewed.js';
import { isResourceList } from './is-resource-list.js';

type Text = Pick<PreviewedDocument, 'input' | 'index' | 'after'>;

export function createYaml(): Format {
  const texts: Text[] = [];
  let first: PreviewedDocument | undefined;
  return {
    add(document) {
      first ??= document;
      texts.push({ input: document.input, index: document.index, after: document.after });
      return '';
    },
    async finish(totals) {
      if (first && texts.length === 1 && isResourceList(first.before)) {
        // With it comes a YAML library, which takes longer to load than a small preview to compute.
        const { withFunctionResults } = await import('./resource-list.js');
        return withFunctionResults(first);
      }
      return totals.error > 0 ? '' : joinInputs(texts);
    },
  };
}

// Texts of different inputs need a marker between them; within one input the text has all that it needs.
function joinInputs(texts: readonly Text[]): string {
  const hasOneInput = texts.every(({ input }) => input === texts[0]?.input);
  const parts: string[] = [];
  for (const { index, after } of texts) {
    if (index === 0 && !hasOneInput) {
      const isOpen = parts.length > 0 && !parts.at(-1)?.endsWith('\n');
      parts.push(`${isOpen ? '\n' : ''}${/^---(?:\s|$)/m.test(after) ? '' : '---\n'}`);
    }
    parts.push(after);
  }
  return parts.join('');
}
