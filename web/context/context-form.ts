// Where the Pods would be created: the facts that come from outside of the manifest.

import { element, findElement } from '../element.js';
import type { PlaygroundState, Store } from '../state.js';
import { createPairList } from './pair-list.js';

/** Fills the form of index.html, and keeps it and the state the same. */
export function connectContextForm(store: Store): void {
  const namespace = findElement<HTMLInputElement>('namespace');
  const known = findElement<HTMLInputElement>('namespace-known');
  const facts = findElement('namespace-facts');
  const labels = createPairList({
    noun: 'label',
    keyExample: 'dragonflyoss-injection',
    valueExample: 'enabled',
    onChange: (pairs) => store.update({ labels: pairs }, 'context'),
  });
  const annotations = createPairList({
    noun: 'annotation',
    keyExample: 'k8s.v1.cni.cncf.io/networks',
    valueExample: 'macvtap-eno1',
    onChange: (pairs) => store.update({ annotations: pairs }, 'context'),
  });
  facts.append(
    element('fieldset', {}, element('legend', {}, 'Its labels'), labels.dom),
    element('fieldset', {}, element('legend', {}, 'Its annotations'), annotations.dom),
  );

  const showKnown = (isKnown: boolean): void => {
    facts.hidden = !isKnown;
  };
  namespace.addEventListener('input', () => store.update({ namespace: namespace.value }, 'context'));
  known.addEventListener('change', () => {
    showKnown(known.checked);
    store.update({ isNamespaceKnown: known.checked }, 'context');
  });

  const show = (state: PlaygroundState): void => {
    namespace.value = state.namespace;
    known.checked = state.isNamespaceKnown;
    showKnown(state.isNamespaceKnown);
    labels.show(state.labels);
    annotations.show(state.annotations);
  };
  show(store.current());
  store.subscribe((state, origin) => {
    if (origin === 'page') show(state);
  });
}
