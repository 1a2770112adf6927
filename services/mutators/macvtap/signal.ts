// Finds out whether a Pod asks for macvtap: signal A is an annotation of the CNI group, signal B a resource.

import type { MetadataKey, NamespaceFacts } from '../../decisions/mutator.js';
import { createGlob } from '../../pod/create-glob.js';
import { pointer } from '../../pod/json-pointer.js';
import type { Container, Pod } from '../../pod/pod.js';
import { describeValue } from '../../pod/quote.js';
import { readNetworkNames } from './networks.js';

const annotationPrefix = 'k8s.v1.cni.cncf.io/';
const networksAnnotation = 'k8s.v1.cni.cncf.io/networks';
const statusAnnotations = ['k8s.v1.cni.cncf.io/network-status', 'k8s.v1.cni.cncf.io/networks-status'];
const resourcePrefix = 'macvtap.network.kubevirt.io/';

/** The annotations that ask for networks, and those that report them. */
export const networkKeys: readonly MetadataKey[] = (['pod', 'namespace'] as const).flatMap((owner) =>
  [networksAnnotation, ...statusAnnotations].map((key) => ({
    owner,
    map: 'annotations' as const,
    key,
    sentence: key === networksAnnotation ? 'The networks that are asked for.' : 'The networks that were attached.',
  })),
);

export interface Signal {
  readonly reason: 'REQUESTED_BY_ANNOTATION' | 'REQUESTED_BY_NAMESPACE' | 'REQUESTED_BY_RESOURCE';
  readonly path: string;
  readonly found: string;
}

/** `malformed`: pointers to network annotations that could not be read. */
export interface Search {
  readonly signal: Signal | undefined;
  readonly malformed: readonly string[];
}

export interface SignalOptions {
  readonly match: 'plain' | 'strict';
  readonly networkNames: readonly string[];
  readonly ignoreStatusAnnotations: boolean;
}

type Annotations = Readonly<Record<string, unknown>>;
type FindAnnotation = (
  annotations: Annotations,
  malformed: string[],
  path: string,
) => { path: string; found: string } | undefined;

/** Settles how to match, once, and returns the search. */
export function createSignalFinder(
  options: SignalOptions,
): (pod: Pod, namespace: NamespaceFacts | undefined) => Search {
  const isStrict = options.match === 'strict';
  const findAnnotation = isStrict
    ? createStrictSearch(options.networkNames)
    : createPlainSearch(options.ignoreStatusAnnotations);
  const isResource = createResourceMatch(options);
  return (pod, namespace) => {
    const malformed: string[] = [];
    const own = findAnnotation(pod.metadata?.annotations ?? {}, malformed, '/metadata/annotations');
    if (own) {
      return { signal: { reason: 'REQUESTED_BY_ANNOTATION', ...own }, malformed };
    }
    const resource = findResource(pod, isResource);
    if (resource) {
      return { signal: { reason: 'REQUESTED_BY_RESOURCE', ...resource }, malformed };
    }
    const shared = findAnnotation(namespace?.annotations ?? {}, malformed, 'namespace:/metadata/annotations');
    return { signal: shared && { reason: 'REQUESTED_BY_NAMESPACE', ...shared }, malformed };
  };
}

/** Settles which containers hold a macvtap resource: where it is used, whoever asked for it. */
export function createHolderCheck(options: SignalOptions): (container: Container) => boolean {
  const isResource = createResourceMatch(options);
  return ({ resources }) =>
    [resources?.limits, resources?.requests].some((quantities) => Object.keys(quantities ?? {}).some(isResource));
}

function createResourceMatch({ match }: SignalOptions): (name: string) => boolean {
  return match === 'strict'
    ? (name) => name.startsWith(resourcePrefix)
    : (name) => name.toLowerCase().includes('macvtap');
}

// The text "macvtap" anywhere in the value: short form, JSON and malformed JSON alike.
function createPlainSearch(ignoreStatus: boolean): FindAnnotation {
  return (annotations, _malformed, path) => {
    for (const [key, value] of Object.entries(annotations)) {
      if (typeof value !== 'string' || !key.toLowerCase().startsWith(annotationPrefix)) continue;
      if (ignoreStatus && statusAnnotations.includes(key.toLowerCase())) continue;
      if (value.toLowerCase().includes('macvtap')) {
        return { path: path + pointer(key), found: value };
      }
    }
    return undefined;
  };
}

// Only the names of attachments. KubeVirt writes the namespace into the annotation, so with the plain rule every
// virtual machine of a namespace called "macvtap-demo" becomes privileged.
function createStrictSearch(globs: readonly string[]): FindAnnotation {
  const patterns = globs.map((glob) => createGlob(glob.toLowerCase()));
  return (annotations, malformed, path) => {
    const value = Object.hasOwn(annotations, networksAnnotation) ? annotations[networksAnnotation] : undefined;
    if (typeof value !== 'string') {
      return undefined;
    }
    const names = readNetworkNames(value);
    if (!names) {
      malformed.push(path + pointer(networksAnnotation));
      return undefined;
    }
    const isMatch = names.some((name) => patterns.some((isMatched) => isMatched(name.toLowerCase())));
    return isMatch ? { path: path + pointer(networksAnnotation), found: value } : undefined;
  };
}

// Pod-level spec.resources and ephemeral containers are not read: neither can hold such a resource.
function findResource(pod: Pod, isResource: (name: string) => boolean): { path: string; found: string } | undefined {
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, container] of (pod.spec[list] ?? []).entries()) {
      for (const kind of ['limits', 'requests'] as const) {
        const quantities = container.resources?.[kind] ?? {};
        const name = Object.keys(quantities).find(isResource);
        if (name !== undefined) {
          return {
            path: pointer('spec', list, index, 'resources', kind, name),
            found: describeValue(quantities[name]),
          };
        }
      }
    }
  }
  return undefined;
}
