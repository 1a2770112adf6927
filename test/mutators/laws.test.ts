import test from 'ava';
import { isSameJson } from '../../services/decisions/patch.js';
import { createPipeline } from '../../services/decisions/pipeline.js';
import type { Pod } from '../../services/pod/pod.js';
import { orderedPairs } from '../../services/registry.js';
import { bindAll, type Case, evaluatePod, pipelineOf, podOf, readCases, reviewOf } from '../kit/cases.js';
import { checkLaws } from './laws.js';

// Lists of a Pod are compared by name; only their order may differ between two orders of mutators.
function sortLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortLists).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, sortLists(entry)]))
    : value;
}

function runInOrder(one: Case, names: readonly string[], rounds: number): Pod {
  const bound = bindAll(one.mutator, one.input.settings);
  const ordered = names.flatMap((name) => bound.filter(({ mutator }) => mutator.name === name));
  const evaluate = createPipeline(ordered);
  let pod = one.input.pod;
  for (let round = 0; round < rounds; round += 1) {
    pod = evaluatePod(evaluate, pod, { ...reviewOf(one), mutators: [] }).after ?? pod;
  }
  return pod;
}

for (const one of readCases()) {
  test(`the laws hold for ${one.mutator} ${one.name}`, (t) => {
    const pod = podOf(one);
    const { operations, after } = checkLaws(t, pipelineOf(one), pod, reviewOf(one));
    t.false(
      operations.some(({ path }) => path.includes('zzFuture')),
      'unknown fields are not in the patch',
    );
    t.deepEqual(
      (after ?? pod).spec.containers.map((container) => 'zzFuture' in container),
      pod.spec.containers.map(() => true),
    );
  });

  test(`the laws hold for all mutators together on ${one.mutator} ${one.name}`, (t) => {
    const bound = bindAll(one.mutator, one.input.settings);
    const names = bound.filter(({ enabled }) => enabled).map(({ mutator }) => mutator.name);
    checkLaws(t, createPipeline(bound), podOf(one), { ...reviewOf(one), mutators: names });
  });

  test(`the order of mutators does not matter for ${one.mutator} ${one.name}`, (t) => {
    const bound = bindAll(one.mutator, one.input.settings).filter(({ enabled }) => enabled);
    const names = bound.map(({ mutator }) => mutator.name);
    for (const [index, first] of names.entries()) {
      for (const second of names.slice(index + 1)) {
        // A pair whose order is part of the behaviour gets there in the second round, the one that the API server grants.
        const isOrdered = orderedPairs.some(([before, after]) => before === first && after === second);
        const forward = runInOrder(one, [first, second], 1);
        const backward = runInOrder(one, [second, first], isOrdered ? 2 : 1);
        t.true(isSameJson(sortLists(forward), sortLists(backward)), `${first} and ${second}`);
      }
    }
  });
}
