// `-o patch`: one line of JSON for each object that changes, with its RFC 6902 patch. A line can be written as soon as
// its object is known, and `jq` or a shell loop takes it as it is.

import type { Format } from '../format.js';

export function createPatch(): Format {
  return {
    isApplied: true,
    add: ({ input, objects }) =>
      objects
        .filter(({ jsonPatch }) => jsonPatch !== '')
        .map(({ apiVersion, kind, namespace, name, place, document, jsonPatch }) => {
          const head = JSON.stringify({ input, document, ...place, apiVersion, kind, namespace, name });
          // The text of the patch as the service wrote it: reading it again could change how numbers are written.
          return `${head.slice(0, -1)},"patch":${jsonPatch}}\n`;
        })
        .join(''),
    finish: () => '',
  };
}
