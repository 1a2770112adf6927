// Examples to begin with: one for each thing that decides.

import plainText from '../examples/deployment.yaml';
import annotationText from '../examples/dragonfly-pod.yaml';
import launcherText from '../examples/virt-launcher.yaml';
import bothText from './examples/both.yaml';
import conflictText from './examples/conflict.yaml';
import optOutText from './examples/opt-out.yaml';
import type { PlaygroundState } from './state.js';

interface Example extends Pick<PlaygroundState, 'manifest' | 'namespace' | 'labels'> {
  readonly id: string;
  readonly title: string;
}

const optedIn = [{ key: 'dragonflyoss-injection', value: 'enabled' }];

export const examples: readonly [Example, ...Example[]] = [
  {
    id: 'namespace-label',
    title: 'Dragonfly by namespace label',
    manifest: plainText,
    namespace: 'shop',
    labels: optedIn,
  },
  { id: 'plain', title: 'Plain Deployment', manifest: plainText, namespace: 'default', labels: [] },
  { id: 'annotation', title: 'Dragonfly by annotation', manifest: annotationText, namespace: 'default', labels: [] },
  { id: 'opt-out', title: 'Opt-out of one Deployment', manifest: optOutText, namespace: 'shop', labels: optedIn },
  { id: 'virt-launcher', title: 'virt-launcher with macvtap', manifest: launcherText, namespace: 'vms', labels: [] },
  { id: 'both', title: 'Dragonfly and macvtap', manifest: bothText, namespace: 'vms', labels: [] },
  { id: 'conflict', title: 'Conflict with what is there', manifest: conflictText, namespace: 'shop', labels: optedIn },
];

/** The state that an example begins with. The layout is left to whoever looks at it. */
export function openExample({ manifest, namespace, labels }: Example): Omit<PlaygroundState, 'layout'> {
  return { manifest, namespace, isNamespaceKnown: true, labels, annotations: [] };
}
