// Which containers of a Pod get something: all app containers, on request the user's init containers too, narrowed
// down by the lists of names in the settings.

import { mapContainers } from '../../pod/edits.js';
import { pointer } from '../../pod/json-pointer.js';
import type { Container, ContainerList, Pod } from '../../pod/pod.js';
import type { DragonflySettings } from './settings-schema.js';
import type { DragonflyWarning } from './warnings.js';

/** One container that gets something. `path` is its JSON pointer, which only warnings need. */
export class Target {
  readonly list: ContainerList;
  readonly index: number;

  constructor(list: ContainerList, index: number) {
    this.list = list;
    this.index = index;
  }

  get path(): string {
    return pointer('spec', this.list, this.index);
  }
}

export interface Targets {
  /** Runs `edit` over each container that gets something. */
  readonly map: (pod: Pod, edit: (container: Container, target: Target) => Container) => Pod;
  /** Names in the list of included containers that the Pod does not have. */
  readonly findUnknown: (pod: Pod) => readonly DragonflyWarning[];
}

/** Settles the lists of names, once. */
export function createTargets(settings: DragonflySettings): Targets {
  const { initContainers, includeContainers, excludeContainers } = settings;
  const lists: readonly ContainerList[] = initContainers ? ['initContainers', 'containers'] : ['containers'];
  const included = new Set(includeContainers);
  const excluded = new Set(excludeContainers);
  const isTarget = (name: string, list: ContainerList): boolean =>
    (included.size === 0 || included.has(name)) &&
    !excluded.has(name) &&
    !(list === 'initContainers' && name === settings.initContainer.name);

  return {
    map: (pod, edit) =>
      lists.reduce(
        (result, list) =>
          mapContainers(result, list, (container, index) =>
            isTarget(container.name, list) ? edit(container, new Target(list, index)) : container,
          ),
        pod,
      ),
    findUnknown: (pod) => {
      if (includeContainers.length === 0) {
        return [];
      }
      const names = new Set(lists.flatMap((list) => (pod.spec[list] ?? []).map(({ name }) => name)));
      return includeContainers
        .filter((name) => !names.has(name))
        .map((name) => ({
          code: 'UNKNOWN_CONTAINER',
          message: `includeContainers names "${name}", which the Pod does not have`,
          path: '/spec/containers',
        }));
    },
  };
}
