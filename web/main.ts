// The playground: a manifest on the left, what would become of its Pods on the right.

import { connectAppearanceToggle } from './appearance-toggle.js';
import { connectContextForm } from './context/context-form.js';
import { connectCopyDialog } from './copy-as/copy-dialog.js';
import { createManifestEditor } from './editor/manifest-editor.js';
import { receiveChoice, receiveDrops } from './editor/receive-files.js';
import { element, findElement } from './element.js';
import { examples, openExample } from './examples.js';
import { createNotice } from './notice.js';
import { createLivePreview, type PreviewStatus } from './preview/live-preview.js';
import { createQuestion } from './preview/request.js';
import type { TryAlternative } from './results/explanation.js';
import { createExplanationPopover } from './results/explanation-popover.js';
import { createResultsView } from './results/results-view.js';
import { connectShareLink } from './share/share-link.js';
import { createStore } from './state.js';

// Below this width two texts side by side would be two columns of halves of lines.
const narrow = matchMedia('(max-width: 900px)');
const tiny = matchMedia('(max-width: 560px)');

const [firstExample] = examples;
const store = createStore({ ...openExample(firstExample), layout: 'unified' });
const notify = createNotice();
const editor = createManifestEditor(store.current().manifest, (manifest) => store.update({ manifest }, 'editor'));
findElement('editor').append(editor.dom);

const tryAlternative: TryAlternative = (edits) => {
  const state = store.current();
  const change = { labels: state.labels, annotations: state.annotations };
  for (const { map, key, value } of edits) {
    const others = change[map].filter((pair) => pair.key !== key);
    change[map] = value === undefined ? others : [...others, { key, value }];
  }
  store.update({ ...change, isNamespaceKnown: true }, 'page');
  notify('The context was changed.', 'info');
};

const results = createResultsView(
  { onGoTo: editor.goTo, onTry: tryAlternative, onAsk: createExplanationPopover(tryAlternative) },
  () => {
    if (narrow.matches) return { layout: 'unified', detail: tiny.matches ? 'mark' : 'name' };
    return { layout: store.current().layout, detail: 'reason' };
  },
);
for (const width of [narrow, tiny]) width.addEventListener('change', results.refresh);

let last: Extract<PreviewStatus, { kind: 'answered' }> | undefined;
const preview = createLivePreview((status) => {
  results.show(status);
  if (status.kind === 'answered') {
    last = status;
    editor.showFindings(status.answer.results.flatMap(({ findings }) => findings));
  } else if (status.kind === 'empty') {
    last = undefined;
    editor.showFindings([]);
  }
});

const picker = findElement<HTMLSelectElement>('examples');
picker.append(...examples.map(({ id, title }) => element('option', { value: id }, title)));
picker.addEventListener('change', () => {
  const example = examples.find(({ id }) => id === picker.value);
  if (example) store.update(openExample(example), 'page');
});

const receivers = {
  onText: (manifest: string) => store.update({ manifest }, 'page'),
  onProblem: (message: string) => notify(message, 'problem'),
};
receiveDrops(document.body, receivers);
receiveChoice(findElement<HTMLInputElement>('file'), receivers);
findElement('open-file').addEventListener('click', () => findElement('file').click());

for (const input of document.querySelectorAll<HTMLInputElement>('input[name="layout"]')) {
  input.addEventListener('change', () => {
    store.update({ layout: input.value === 'split' ? 'split' : 'unified' }, 'context');
    results.refresh();
  });
}

let asked = '';
store.subscribe((state, origin) => {
  if (origin === 'page') editor.setText(state.manifest);
  for (const input of document.querySelectorAll<HTMLInputElement>('input[name="layout"]')) {
    input.checked = input.value === state.layout;
  }
  document.body.dataset['layout'] = state.layout;
  // What was picked is an example only as long as nobody has changed it.
  picker.value = examples.find((example) => isOpen(example.manifest, example.namespace))?.id ?? '';
  const question = createQuestion(state);
  const key = JSON.stringify(question);
  // Another layout is no other question.
  if (key !== asked) preview.ask(question);
  asked = key;
});

function isOpen(manifest: string, namespace: string): boolean {
  const state = store.current();
  return state.manifest === manifest && state.namespace === namespace;
}

connectAppearanceToggle();
connectContextForm(store);
connectCopyDialog(() => last);
const isOpened = await connectShareLink({ store, notify });
if (!isOpened) store.update({}, 'page');
