// The right side of the page: what would happen, or why that cannot be said.

import { element, findElement } from '../element.js';
import type { PreviewStatus } from '../preview/live-preview.js';
import type { PreviewAnswer, PreviewResult } from '../preview/response.js';
import { nameObject, summarise } from './describe.js';
import { createWorkloadView, type WorkloadActions, type WorkloadOptions, type WorkloadView } from './workload-view.js';

export interface ResultsView {
  readonly show: (status: PreviewStatus) => void;
  /** Shows the last answer once more, such as in another layout. */
  readonly refresh: () => void;
}

type Answered = Extract<PreviewStatus, { readonly kind: 'answered' }>;

/** @param readOptions how differences are to be shown now */
export function createResultsView(
  actions: WorkloadActions,
  readOptions: () => Omit<WorkloadOptions, 'manifest'>,
): ResultsView {
  const summary = findElement('summary');
  const banner = findElement('banner');
  const workloads = findElement('workloads');
  const others = findElement('other-objects');
  const empty = findElement('empty');
  const revision = findElement('config-revision');
  const views = new Map<string, WorkloadView>();
  let last: Answered | undefined;
  let created = 0;

  const say = (text: string): void => {
    // The same words again would be read out again.
    if (summary.textContent !== text) summary.textContent = text;
  };

  function showAnswer({ answer, question }: Answered): void {
    const { manifest } = question;
    showWorkloads(answer, { manifest, ...readOptions() });
    others.replaceChildren(...describeOthers(answer));
    // Enough of it to see whether two services run on the same settings.
    const start = answer.configRevision.slice(0, 'sha256:'.length + 8);
    revision.replaceChildren(...(start === '' ? [] : [' (', element('code', {}, `${start}…`), ')']));
    say(summarise(answer.results));
  }

  function showWorkloads({ results }: PreviewAnswer, options: WorkloadOptions): void {
    const seen = new Map<string, number>();
    const wanted = results
      .filter(({ verdict }) => verdict !== 'not-applicable')
      .map((result) => {
        const name = `${result.namespace} ${nameObject(result)}`;
        const count = seen.get(name) ?? 0;
        seen.set(name, count + 1);
        return { key: `${name} ${count}`, result };
      });
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, view] of views) {
      if (keys.has(key)) continue;
      view.close();
      view.dom.remove();
      views.delete(key);
    }
    wanted.forEach(({ key, result }, index) => {
      const view = views.get(key) ?? createWorkloadView(`workload-${created++}`, actions);
      views.set(key, view);
      // Moving an element that is in its place already would take the focus out of it.
      if (workloads.children[index] !== view.dom) workloads.insertBefore(view.dom, workloads.children[index] ?? null);
      view.show(result, options);
    });
  }

  function show(status: PreviewStatus): void {
    const { kind } = status;
    if (kind === 'answered') {
      last = status;
      showAnswer(status);
    } else if (kind === 'empty') {
      last = undefined;
      showAnswer({ kind: 'answered', question: emptyQuestion, answer: { results: [], configRevision: '' } });
      say('Nothing to preview yet');
    } else if (kind === 'waiting') {
      say('Asking podmutator …');
      return;
    }
    empty.hidden = kind !== 'empty';
    showBanner(status);
  }

  function showBanner(status: PreviewStatus): void {
    const { kind } = status;
    const isProblem = kind === 'unavailable' || kind === 'refused';
    banner.hidden = !isProblem;
    banner.className = `banner is-${kind}`;
    workloads.classList.toggle('is-stale', isProblem);
    if (!isProblem) return;
    const hints = [
      kind === 'unavailable' && 'Trying again; what you type stays here.',
      last && 'Below is the last answer.',
    ];
    banner.replaceChildren(element('strong', {}, status.message), element('span', {}, hints.filter(Boolean).join(' ')));
    say(kind === 'unavailable' ? 'podmutator does not answer' : 'No preview');
  }

  return {
    show,
    refresh: () => {
      if (last) showAnswer(last);
    },
  };
}

const emptyQuestion = { manifest: '', namespace: '', namespaceLabels: {}, namespaceAnnotations: {} };

// Services, ConfigMaps and the like: named, so that nobody wonders whether they were read.
function describeOthers({ results }: PreviewAnswer): readonly Node[] {
  const names = results.filter(({ verdict }: PreviewResult) => verdict === 'not-applicable').map(nameObject);
  if (names.length === 0) return [];
  return [element('strong', {}, 'Without a Pod: '), document.createTextNode(names.join(', '))];
}
