// Runs Pods through the real pipeline with the registered mutators, as the service does for each review.

import type { NamespaceFacts } from '../../services/decisions/mutator.js';
import { createPipeline, type Evaluation } from '../../services/decisions/pipeline.js';
import type { Pod } from '../../services/pod/pod.js';
import { asPod } from '../../services/pod/read-pod.js';
import { mutators } from '../../services/registry.js';

export interface Surroundings {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly namespace?: NamespaceFacts | undefined;
  readonly mutators?: readonly string[];
}

/** Evaluates the creation of a Pod; `settings` are those of dragonfly, as an operator writes them. */
export function evaluatePod(
  pod: object,
  { settings = {}, namespace, mutators: names = ['dragonfly'] }: Surroundings = {},
): Evaluation {
  const evaluate = createPipeline(
    mutators.map((mutator) => {
      const effective = mutator.settings.parse(mutator.name === 'dragonfly' ? settings : {});
      return { mutator, enabled: (effective as { enabled: boolean }).enabled, decide: mutator.bind(effective) };
    }),
  );
  return evaluate(() => asPod(freeze(structuredClone(pod)), 'pod_json'), {
    operation: 'CREATE',
    subResource: '',
    namespace: 'shop',
    namespaceFacts: namespace,
    mutators: names,
  });
}

/** The Pod after the evaluation, changed or not. */
export function mutatePod(pod: object, surroundings: Surroundings = {}): Pod {
  return evaluatePod(pod, surroundings).after ?? (pod as Pod);
}

/** "CODE path" of each warning. */
export function listWarnings({ warnings }: Evaluation): readonly string[] {
  return warnings.map(({ code, path }) => `${code} ${path}`);
}

/** A Pod that opts in by annotation, with one container "app" unless `spec` says otherwise. */
export function createPod(spec: object = {}, annotations: object = { 'dragonfly.io/inject': 'true' }): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'app-', annotations },
    spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }], ...spec },
  };
}

// A mutator that writes into its input fails here at once.
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
