import test from 'ava';
import fc from 'fast-check';
import { createPipeline } from '../../services/decisions/pipeline.js';
import { mutators } from '../../services/registry.js';
import { bindAll } from '../kit/cases.js';
import { namespaces, pods } from '../kit/generated-pods.js';
import { checkLaws } from './laws.js';

const names = mutators.map(({ name }) => name);
const selections = [names, ...names.map((name) => [name])];
const settingsOf: Readonly<Record<string, readonly unknown[]>> = {
  macvtap: [{}, { match: 'strict' }],
  dragonfly: [
    {},
    { profile: 'p2p-webhook' },
    { profile: 'injector' },
    { initContainers: true, socketMount: 'directory', nodeSource: 'hostIP' },
  ],
};

for (const name of names) {
  for (const settings of settingsOf[name] ?? [{}]) {
    test(`the laws hold for generated Pods with ${name} ${JSON.stringify(settings)}`, (t) => {
      const evaluate = createPipeline(bindAll(name, settings));
      let mutated = 0;
      fc.assert(
        fc.property(pods, namespaces, fc.constantFrom(...selections), (pod, namespaceFacts, selection) => {
          const review = {
            operation: 'CREATE',
            subResource: '',
            namespace: 'shop',
            namespaceFacts,
            mutators: selection,
          } as const;
          const { operations } = checkLaws(t, evaluate, pod, review);
          mutated += operations.length > 0 ? 1 : 0;
        }),
        { numRuns: 300 },
      );
      t.true(mutated > 30, 'enough of the generated Pods are changed for this to say something');
    });
  }
}
