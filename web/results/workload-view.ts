// One object of the manifest: verdict, problems, mutators, difference, impact. It stays while its answers change, so
// that what somebody has opened stays open.

import { createDifferenceView, type DifferenceOptions } from '../difference/difference-view.js';
import { readDifference } from '../difference/read-difference.js';
import { element } from '../element.js';
import type { PreviewResult } from '../preview/response.js';
import { nameObject } from './describe.js';
import type { TryAlternative } from './explanation.js';
import { createImpactView, isWider } from './impact-view.js';
import { createMutatorTable } from './mutator-table.js';
import { createProblemList } from './problem-list.js';

export interface WorkloadActions {
  readonly onGoTo: (line: number, column: number) => void;
  readonly onTry: TryAlternative;
  readonly onAsk: DifferenceOptions['onAsk'];
}

export interface WorkloadOptions {
  readonly manifest: string;
  readonly layout: DifferenceOptions['layout'];
  /** How much of its author each line can tell. */
  readonly detail: DifferenceOptions['detail'];
}

export interface WorkloadView {
  readonly dom: HTMLElement;
  readonly show: (result: PreviewResult, options: WorkloadOptions) => void;
  readonly close: () => void;
}

/** @param id unique on the page */
export function createWorkloadView(id: string, actions: WorkloadActions): WorkloadView {
  const difference = createDifferenceView();
  const body = element('div', {});
  const impact = element('div', {});
  const dom = element('article', { class: 'workload', 'aria-labelledby': id }, body, difference.dom, impact);
  const open = new Set<string>();
  let shown = '';

  return {
    dom,
    show(result, { manifest, layout, detail }) {
      // Typing in one document leaves the others alone, but for their lines.
      const key = JSON.stringify([result, layout, detail]);
      if (key === shown) return;
      shown = key;
      const hasMutators = result.mutators.length > 0;
      const hadFocus = body.contains(document.activeElement);
      body.replaceChildren(
        createHead(result, id, actions),
        createProblemList(result, actions.onGoTo) ?? '',
        hasMutators ? createMutatorTable(result, { open, onTry: actions.onTry }) : '',
      );
      // What had the focus is gone: go on from the beginning of this workload, not from that of the page.
      if (hadFocus) body.querySelector('h3')?.focus();
      const order = result.mutators.map(({ mutator }) => mutator);
      const options = { title: nameObject(result), layout, detail, order, onAsk: actions.onAsk };
      difference.show(result.diff === '' ? undefined : () => readDifference(manifest, result), options);
      impact.replaceChildren(result.impact ? createImpactView(result.impact) : '');
    },
    close: difference.close,
  };
}

function createHead(result: PreviewResult, id: string, { onGoTo }: WorkloadActions): HTMLElement {
  const { verdict, kind, name, namespace, line, impact } = result;
  return element(
    'header',
    { class: 'workload-head' },
    element(
      'h3',
      { id, tabindex: -1 },
      kind === '' ? nameObject(result) : element('span', {}, element('span', { class: 'kind' }, `${kind}/`), name),
    ),
    element('span', { class: `verdict is-${verdict}` }, verdict === 'error' ? 'not evaluated' : verdict),
    impact !== undefined && isWider(impact)
      ? element('span', { class: 'verdict is-error' }, `Pod Security: ${impact.podSecurityAfter}`)
      : '',
    element(
      'span',
      { class: 'quiet' },
      namespace === '' ? '' : `in ${namespace}, `,
      element('button', { type: 'button', class: 'link', click: () => onGoTo(line, 1) }, `line ${line}`),
    ),
  );
}
