// `-o yaml`: the input, with the changes made. Everything that does not change comes out byte for byte.

import type { PreviewedDocument } from '../../inputs/previewed.js';
import type { Format } from '../format.js';
import { isResourceList } from './is-resource-list.js';

export function createYaml(): Format {
  let first: PreviewedDocument | undefined;
  let isAlone = true;
  let isOpen = false;
  return {
    isApplied: true,
    add(document) {
      const { index, after } = document;
      // Texts of different inputs need a marker between them; within one input the text has all that it needs.
      const separator = first && index === 0 ? `${isOpen ? '\n' : ''}${hasMarker(after) ? '' : '---\n'}` : '';
      isOpen = after === '' ? isOpen : !after.endsWith('\n');
      if (!first) {
        // Written with the second: alone it may be what KRM functions read.
        first = document;
        return '';
      }
      const held = isAlone ? first.after : '';
      isAlone = false;
      return held + separator + after;
    },
    async finish() {
      if (!first || !isAlone) return '';
      if (!isResourceList(first.before)) return first.after;
      // With it comes a YAML library, which takes longer to load than a small preview to compute.
      const { withFunctionResults } = await import('./resource-list.js');
      return withFunctionResults(first);
    },
  };
}

function hasMarker(text: string): boolean {
  return /^---(?:\s|$)/m.test(text);
}
