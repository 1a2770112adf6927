// Whether a Pod runs on Windows. Few Windows workloads set spec.os: most are placed by a node selector, by required node
// affinity, or are HostProcess Pods, which exist on Windows only.
//
// Every Pod is asked, so this reads fields directly. Their shape has not been checked: only lists are checked here,
// since members of any other value can be read, and what has the wrong shape counts as absent.

import { pointer } from './json-pointer.js';
import type { Pod, PodSpec } from './pod.js';

/** The labels by which kubelets tell the operating system of their node; the second was used before Kubernetes 1.14. */
const osLabels = ['kubernetes.io/os', 'beta.kubernetes.io/os'] as const;
const linux = 'linux';
const windows = 'windows';

/** The field that says so. `path` is a JSON pointer into the Pod. */
export interface WindowsEvidence {
  readonly path: string;
  readonly found: string;
  readonly wanted: string;
}

/** Finds the field by which the Pod runs on Windows; undefined if it runs on Linux. Case matters, as to the API server. */
export function findWindows({ spec }: Pod): WindowsEvidence | undefined {
  return spec.os?.name === windows
    ? { path: '/spec/os/name', found: windows, wanted: linux }
    : (findInNodeSelector(spec) ?? findInAffinity(spec) ?? findHostProcess(spec));
}

function findInNodeSelector({ nodeSelector }: PodSpec): WindowsEvidence | undefined {
  const label = nodeSelector ? osLabels.find((key) => nodeSelector[key] === windows) : undefined;
  return label && { path: pointer('spec', 'nodeSelector', label), found: windows, wanted: linux };
}

// The terms are alternatives, so every one of them must lead to Windows; the expressions of one hold together.
function findInAffinity({ affinity }: PodSpec): WindowsEvidence | undefined {
  const terms: unknown = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!Array.isArray(terms) || terms.length === 0) {
    return undefined;
  }
  const indexes = terms.map((term: { readonly matchExpressions?: unknown } | null) =>
    Array.isArray(term?.matchExpressions) ? term.matchExpressions.findIndex(allowsOnlyWindows) : -1,
  );
  const members = ['nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms', 0];
  return indexes.includes(-1)
    ? undefined
    : {
        path: pointer('spec', 'affinity', ...members, 'matchExpressions', indexes[0] ?? 0, 'values'),
        found: windows,
        wanted: linux,
      };
}

function allowsOnlyWindows(expression: Readonly<Record<'key' | 'operator' | 'values', unknown>> | null): boolean {
  return (
    osLabels.some((label) => label === expression?.key) &&
    expression?.operator === 'In' &&
    Array.isArray(expression.values) &&
    expression.values.length > 0 &&
    expression.values.every((value) => value === windows)
  );
}

function findHostProcess(spec: PodSpec): WindowsEvidence | undefined {
  if (spec.securityContext?.windowsOptions?.hostProcess === true) {
    return hostProcessAt('spec');
  }
  for (const list of ['initContainers', 'containers'] as const) {
    const index = spec[list]?.findIndex(({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true);
    if (index !== undefined && index >= 0) {
      return hostProcessAt('spec', list, index);
    }
  }
  return undefined;
}

function hostProcessAt(...members: readonly (string | number)[]): WindowsEvidence {
  return {
    path: pointer(...members, 'securityContext', 'windowsOptions', 'hostProcess'),
    found: 'true',
    wanted: 'no HostProcess container',
  };
}
