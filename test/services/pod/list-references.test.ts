import test from 'ava';
import { listReferences } from '../../../services/pod/list-references.js';

const cases: Readonly<Record<string, readonly string[]>> = {
  '': [],
  '$(A)': ['A'],
  'http://$(HOST):$(PORT)/$(HOST)': ['HOST', 'PORT', 'HOST'],
  '$$(A)': [],
  '$$$(A)': ['A'],
  '$$$$(A)$(b_1)': ['b_1'],
  '$(A': [],
  '$(A$(B)': ['B'],
  '$()$(A B)${A}$A': [],
};

for (const [text, names] of Object.entries(cases)) {
  test(`"${text}" uses ${names.join(', ') || 'no variable'}`, (t) => {
    t.deepEqual(listReferences(text), names);
  });
}
