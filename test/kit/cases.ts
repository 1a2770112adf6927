// The cases: one folder each under test/mutators/<mutator>/, with what is asked and what is expected.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { NamespaceFacts } from '../../services/decisions/mutator.js';
import { type BoundMutator, createPipeline, type Evaluate, type Review } from '../../services/decisions/pipeline.js';
import type { Pod } from '../../services/pod/pod.js';
import { asPod } from '../../services/pod/read-pod.js';
import { mutators } from '../../services/registry.js';
import { projectRoot } from './project.js';

/** What `input.yaml` says. Namespace facts absent: unknown. */
export interface Input {
  readonly about: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly namespace?: string;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly namespaceAnnotations?: Readonly<Record<string, string>>;
  readonly pod: Pod;
}

export interface Case {
  readonly mutator: string;
  readonly name: string;
  readonly folder: string;
  readonly input: Input;
}

const root = join(projectRoot, 'test/mutators');

// Stands in every Pod: fields that no version of us knows.
const canary = { zzFuture: { limit: 1.5, nothing: null } };

/** Reads all cases of all mutators. */
export function readCases(): readonly Case[] {
  return folders(root).flatMap((mutator) =>
    folders(join(root, mutator)).map((name) => {
      const folder = join(root, mutator, name);
      return { mutator, name, folder, input: parse(readFileSync(join(folder, 'input.yaml'), 'utf8')) as Input };
    }),
  );
}

/** Names of the folders in `path`. */
export function folders(path: string): readonly string[] {
  return existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];
}

/** The Pod of a case, with fields in it that nobody knows. */
export function podOf({ input }: Case): Pod {
  const containers = input.pod.spec.containers.map((container) => ({ ...container, ...canary }));
  return { ...input.pod, spec: { ...input.pod.spec, ...canary, containers } };
}

export function reviewOf({ mutator, input }: Case): Review {
  return {
    operation: 'CREATE',
    subResource: '',
    namespace: input.namespace ?? 'shop',
    namespaceFacts: namespaceFactsOf(input),
    mutators: [mutator],
  };
}

function namespaceFactsOf({ namespaceLabels, namespaceAnnotations }: Input): NamespaceFacts | undefined {
  return namespaceLabels || namespaceAnnotations
    ? { labels: namespaceLabels ?? {}, annotations: namespaceAnnotations ?? {} }
    : undefined;
}

/** Binds every mutator; `settings` are those of the mutator called `name`, the others run on their defaults. */
export function bindAll(name: string, settings: unknown = {}): readonly BoundMutator[] {
  return mutators.map((mutator) => {
    const parsed = mutator.settings.parse(mutator.name === name ? settings : {}) as { enabled: boolean };
    return { mutator, enabled: parsed.enabled, decide: mutator.bind(parsed) };
  });
}

/** The pipeline of a case. */
export function pipelineOf({ mutator, input }: Case): Evaluate {
  return createPipeline(bindAll(mutator, input.settings));
}

/** Hands a Pod to a pipeline the way a review does. */
export function evaluatePod(evaluate: Evaluate, pod: Pod, review: Review): ReturnType<Evaluate> {
  return evaluate(() => asPod(pod, 'pod'), review);
}
