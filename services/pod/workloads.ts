// Where the Pod sits in each kind that holds one, and what its controller would make of it.
//
// The Pod that a webhook sees is not the template: the controller names it, puts it into the namespace and, for a
// StatefulSet, adds the volumes of the claims. A decision on the bare template would miss a clash with those.
// Source: GetPodFromTemplate in pkg/controller/controller_utils.go and updateStorage in
// pkg/controller/statefulset/stateful_set_utils.go of Kubernetes 1.36.

import { InputError } from './input-error.js';
import { pointer } from './json-pointer.js';
import { describeKind, isJsonObject } from './json-value.js';
import type { Pod } from './pod.js';
import { describeValue } from './quote.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** The Pod of an object, and the way back. */
export interface PodSource {
  /** The members that lead from the object to the template; none for a Pod. */
  readonly path: readonly string[];
  /** What stands there. */
  readonly template: JsonObject;
  /** The Pod as its controller would create it. Its shape is not checked. */
  readonly pod: JsonObject;
  /** The template that makes the controller create `pod`: the reverse, for a changed Pod. */
  readonly toTemplate: (pod: Pod) => JsonObject;
  /** A JSON pointer into the template → one into the Pod. */
  readonly toPodPath: (path: string) => string;
}

const templatePaths: Readonly<Record<string, readonly string[]>> = {
  'apps/v1 Deployment': ['spec', 'template'],
  'apps/v1 StatefulSet': ['spec', 'template'],
  'apps/v1 DaemonSet': ['spec', 'template'],
  'apps/v1 ReplicaSet': ['spec', 'template'],
  'v1 ReplicationController': ['spec', 'template'],
  'batch/v1 Job': ['spec', 'template'],
  'batch/v1 CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'v1 PodTemplate': ['template'],
};

/** All kinds that hold Pods, and under which apiVersion. */
export const podKinds: readonly { readonly apiVersion: string; readonly kind: string }[] = [
  'v1 Pod',
  ...Object.keys(templatePaths),
].map((name) => ({ apiVersion: name.slice(0, name.indexOf(' ')), kind: name.slice(name.indexOf(' ') + 1) }));

/** The fields of a template's metadata that the controller copies into the Pod. */
const copiedFields = ['labels', 'annotations', 'finalizers'] as const;

/**
 * Finds the Pod of `object`.
 * @param namespace the namespace in which the object lives
 * @returns undefined if an object of this kind holds no Pod
 * @throws InputError if the template is missing; its pointer leads into the object
 */
export function findPod(object: JsonObject, namespace: string): PodSource | undefined {
  const kind = `${describeValue(object['apiVersion'])} ${describeValue(object['kind'])}`;
  if (kind === 'v1 Pod') {
    const itself = (pod: Pod): JsonObject => pod as unknown as JsonObject;
    return { path: [], template: object, pod: object, toTemplate: itself, toPodPath: (path) => path };
  }
  const path = Object.hasOwn(templatePaths, kind) ? templatePaths[kind] : undefined;
  if (!path) {
    return undefined;
  }
  const template = readTemplate(object, path);
  const claims = kind === 'apps/v1 StatefulSet' ? readClaimVolumes(object) : [];
  return createSource({ path, template, claims, identity: createIdentity(object, kind, namespace) });
}

function readTemplate(object: JsonObject, path: readonly string[]): JsonObject {
  let value: unknown = object;
  for (const [depth, member] of path.entries()) {
    value = (value as JsonObject)[member];
    if (!isJsonObject(value)) {
      throw new InputError({
        reason: 'TEMPLATE_MISSING',
        field: 'manifest',
        pointer: pointer(...path.slice(0, depth + 1)),
        description: `expected an object that leads to the Pod template, found ${describeKind(value)}`,
      });
    }
  }
  return value as JsonObject;
}

// Pods of a StatefulSet have names of their own. All others get a name from the API server; what stands between the
// object's name and that (the hash of a ReplicaSet, the time of a CronJob) is not known before.
function createIdentity(object: JsonObject, kind: string, namespace: string): JsonObject {
  const name = isJsonObject(object['metadata']) ? (object['metadata']['name'] ?? '') : '';
  return kind === 'apps/v1 StatefulSet'
    ? { name: `${describeValue(name)}-0`, namespace }
    : { generateName: `${describeValue(name)}-`, namespace };
}

function readClaimVolumes(object: JsonObject): readonly JsonObject[] {
  const spec = object['spec'] as JsonObject;
  const owner = isJsonObject(object['metadata']) ? describeValue(object['metadata']['name'] ?? '') : '';
  const claims = Array.isArray(spec['volumeClaimTemplates']) ? spec['volumeClaimTemplates'] : [];
  return claims.flatMap((claim: unknown) => {
    const name = isJsonObject(claim) && isJsonObject(claim['metadata']) ? claim['metadata']['name'] : undefined;
    return typeof name === 'string' ? [{ name, persistentVolumeClaim: { claimName: `${name}-${owner}-0` } }] : [];
  });
}

interface Parts {
  readonly path: readonly string[];
  readonly template: JsonObject;
  readonly claims: readonly JsonObject[];
  readonly identity: JsonObject;
}

function createSource({ path, template, claims, identity }: Parts): PodSource {
  const metadata = createMetadata(template['metadata'], identity);
  const spec = template['spec'];
  // A claim takes the place of a volume of the same name, without a word.
  const own: readonly unknown[] = isJsonObject(spec) && Array.isArray(spec['volumes']) ? spec['volumes'] : [];
  const replaced = claims.length === 0 ? [] : [...own.keys()].filter((index) => isClaimed(own[index], claims));
  const volumes = [...claims, ...own.filter((_, index) => !replaced.includes(index))];
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: claims.length > 0 && isJsonObject(spec) && isListOrNothing(spec['volumes']) ? { ...spec, volumes } : spec,
  };
  return {
    path,
    template,
    pod,
    toTemplate: (after) => ({
      ...template,
      ...restoreMetadata(template['metadata'], metadata, after.metadata),
      spec:
        claims.length > 0 && isJsonObject(spec) ? restoreVolumes({ spec, own, claims, replaced }, after) : after.spec,
    }),
    toPodPath: (text) =>
      text.replace(/^\/spec\/volumes\/(\d+)/, (_, index: string) => {
        const hidden = replaced.filter((one) => one < Number(index)).length;
        return `/spec/volumes/${Number(index) + claims.length - hidden}`;
      }),
  };
}

function createMetadata(metadata: unknown, identity: JsonObject): unknown {
  if (metadata !== undefined && metadata !== null && !isJsonObject(metadata)) {
    return metadata;
  }
  const copied = copiedFields.filter((field) => metadata?.[field] !== undefined);
  return { ...identity, ...Object.fromEntries(copied.map((field) => [field, metadata?.[field]])) };
}

function restoreMetadata(own: unknown, before: unknown, after: unknown): { metadata?: unknown } {
  const changed = copiedFields.filter((field) => (after as JsonObject)?.[field] !== (before as JsonObject)?.[field]);
  if (changed.length === 0) {
    return {};
  }
  const fields = Object.fromEntries(changed.map((field) => [field, (after as JsonObject)[field]]));
  return { metadata: { ...(own as JsonObject | null | undefined), ...fields } };
}

interface Volumes {
  readonly spec: JsonObject;
  readonly own: readonly unknown[];
  readonly claims: readonly unknown[];
  readonly replaced: readonly number[];
}

function restoreVolumes({ spec, own, claims, replaced }: Volumes, after: Pod): JsonObject {
  const restored: unknown[] = (after.spec.volumes ?? []).filter((volume) => !claims.includes(volume));
  for (const index of replaced) {
    restored.splice(index, 0, own[index]);
  }
  const { volumes: _volumes, ...others } = after.spec;
  if (restored.length !== own.length || restored.some((volume, index) => volume !== own[index])) {
    return { ...others, volumes: restored };
  }
  return Object.hasOwn(spec, 'volumes') ? { ...others, volumes: spec['volumes'] } : others;
}

function isClaimed(volume: unknown, claims: readonly JsonObject[]): boolean {
  return isJsonObject(volume) && claims.some(({ name }) => name === volume['name']);
}

function isListOrNothing(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value);
}
