// Words for what the service has said.

import type { AlternativeEdit, PreviewResult } from '../preview/response.js';

/** As kubectl names it; a document that could not be read has no name. */
export function nameObject({ kind, name, document }: PreviewResult): string {
  return kind === '' ? `Document ${document + 1}` : `${kind}/${name}`;
}

const places: readonly (readonly [prefix: string, words: string])[] = [
  ['namespace:/metadata/labels/', 'namespace label'],
  ['namespace:/metadata/annotations/', 'namespace annotation'],
  ['/metadata/labels/', 'Pod label'],
  ['/metadata/annotations/', 'Pod annotation'],
  ['settings:/', 'setting'],
  ['request:/', 'request'],
  ['namespace:', 'namespace'],
  ['', 'Pod'],
];

export interface PlaceWords {
  /** As in "Pod annotation". */
  readonly what: string;
  /** Its name, or the pointer to it. */
  readonly name: string;
}

/** A path of the contract in words. */
export function describePlace(path: string): PlaceWords {
  const [prefix = '', what = ''] = places.find(([start]) => path.startsWith(start) && path.length > start.length) ?? [];
  const rest = path.slice(prefix.length);
  // Behind a prefix that ends with a slash stands one member; anything else is a pointer.
  return { what, name: prefix.endsWith('/') ? rest.replaceAll('~1', '/').replaceAll('~0', '~') : rest };
}

/** Labels or annotations of the namespace that all edits of a flip are about; undefined for any other flip. */
export function readNamespaceEdits(
  edits: readonly AlternativeEdit[],
): readonly { readonly map: 'labels' | 'annotations'; readonly key: string; readonly value?: string }[] | undefined {
  const found = edits.map(({ path, value }) => {
    const { what, name } = describePlace(path);
    const map = { 'namespace label': 'labels', 'namespace annotation': 'annotations' }[what] as
      | 'labels'
      | 'annotations'
      | undefined;
    return map && { map, key: name, ...(value !== undefined && { value }) };
  });
  return found.every((edit) => edit !== undefined) && found.length > 0 ? found : undefined;
}

/** One line over all results, such as "2 workloads: 1 changed, 1 skipped". */
export function summarise(results: readonly PreviewResult[]): string {
  const verdicts = results.filter(({ verdict }) => verdict !== 'not-applicable').map(({ verdict }) => verdict);
  if (verdicts.length === 0) return 'No Pods and no workloads';
  const counts = [...new Set(verdicts)].map((verdict) => {
    const count = verdicts.filter((other) => other === verdict).length;
    return `${count} ${verdict === 'error' ? 'not evaluated' : verdict}`;
  });
  return `${verdicts.length} workload${verdicts.length === 1 ? '' : 's'}: ${counts.join(', ')}`;
}
