// Bytes → Pod. What passes here has the shape that the decisions rely on: lists are lists of objects, maps are objects.
//
// Only the fields that some decision walks through are checked, and only their shape. Whether the Pod is valid is
// the API server's business; a Pod that it would refuse is left for it to refuse.

import { isUtf8 } from 'node:buffer';
import { locateJsonError } from '../../runtime/text/locate-json-error.js';
import { InputError } from './input-error.js';
import { describeKind, isJsonObject } from './json-value.js';
import type { Pod } from './pod.js';

/** What arrived: a Pod, or an object of another kind that no mutator looks at. */
export type KubernetesObject =
  | { readonly isPod: true; readonly pod: Pod /** Names the Pod in errors. */; readonly field: string }
  | { readonly isPod: false; readonly apiVersion: string; readonly kind: string };

type Field = readonly [key: string, shape: Shape];

type Shape =
  | { readonly kind: 'object'; readonly required?: true; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly items: Shape | undefined };

const anyObject: Shape = { kind: 'object', fields: [] };
const anyList: Shape = { kind: 'list', items: undefined };
const listOf = (items: Shape): Shape => ({ kind: 'list', items });

const resourcesShape: Shape = {
  kind: 'object',
  fields: [
    ['limits', anyObject],
    ['requests', anyObject],
  ],
};

const containerShape: Shape = {
  kind: 'object',
  required: true,
  fields: [
    ['env', listOf({ ...anyObject, required: true })],
    ['volumeMounts', listOf({ ...anyObject, required: true })],
    ['volumeDevices', listOf({ ...anyObject, required: true })],
    ['resources', resourcesShape],
    [
      'securityContext',
      {
        kind: 'object',
        fields: [
          [
            'capabilities',
            {
              kind: 'object',
              fields: [
                ['add', anyList],
                ['drop', anyList],
              ],
            },
          ],
        ],
      },
    ],
  ],
};

const podShape: Shape = {
  kind: 'object',
  required: true,
  fields: [
    [
      'metadata',
      {
        kind: 'object',
        fields: [
          ['annotations', anyObject],
          ['labels', anyObject],
        ],
      },
    ],
    [
      'spec',
      {
        kind: 'object',
        required: true,
        fields: [
          ['containers', listOf(containerShape)],
          ['initContainers', listOf(containerShape)],
          ['volumes', listOf({ ...anyObject, required: true })],
          ['imagePullSecrets', listOf({ ...anyObject, required: true })],
          ['securityContext', anyObject],
          ['resources', resourcesShape],
          ['os', anyObject],
        ],
      },
    ],
  ],
};

/**
 * Parses `bytes` as UTF-8 JSON and checks the shape.
 * @throws InputError naming the field, and line and column where the text itself is at fault
 */
export function readPod(bytes: Uint8Array): KubernetesObject {
  return asPod(parseJson(bytes), 'pod_json');
}

/**
 * Takes a parsed value for a Kubernetes object; a Pod must have the shape of one.
 * @param field names the value in errors
 */
export function asPod(value: unknown, field: string): KubernetesObject {
  if (!isJsonObject(value)) {
    throw new InputError({
      reason: 'POD_SHAPE_INVALID',
      field,
      description: `expected a JSON object, found ${describeKind(value)}`,
    });
  }
  const { apiVersion, kind } = isUntypedPod(value) ? podType : value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    throw new InputError({
      reason: 'POD_SHAPE_INVALID',
      field,
      description:
        'expected a Kubernetes object with apiVersion and kind, as in {"apiVersion":"v1","kind":"Pod",…}, or a Pod without both',
    });
  }
  if (apiVersion !== 'v1' || kind !== 'Pod') {
    return { isPod: false, apiVersion, kind };
  }
  const mismatch = findMismatch(value, podShape);
  if (mismatch) {
    throw new InputError({
      reason: 'POD_SHAPE_INVALID',
      field,
      pointer: mismatch.path,
      description: `expected ${mismatch.expected}, found ${mismatch.found}`,
    });
  }
  return { isPod: true, pod: value as unknown as Pod, field };
}

const podType = { apiVersion: 'v1', kind: 'Pod' } as const;

// Clients of Kubernetes hold Pods without their type, since it is that of the list or the call. Nothing else has
// containers there.
function isUntypedPod({ apiVersion, kind, spec }: Readonly<Record<string, unknown>>): boolean {
  return apiVersion === undefined && kind === undefined && isJsonObject(spec) && Array.isArray(spec['containers']);
}

function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) {
    throw new InputError({
      reason: 'POD_JSON_INVALID',
      field: 'pod_json',
      description: 'expected a Pod as JSON, found nothing',
    });
  }
  if (!isUtf8(bytes)) {
    throw new InputError({
      reason: 'POD_JSON_INVALID',
      field: 'pod_json',
      description: 'expected UTF-8, found other bytes',
    });
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(
      { reason: 'POD_JSON_INVALID', field: 'pod_json', description: 'expected JSON', ...locateJsonError(text) },
      { cause },
    );
  }
}

interface Mismatch {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

function findMismatch(value: unknown, shape: Shape): Mismatch | undefined {
  if (value === undefined || value === null) {
    return shape.kind === 'object' && shape.required
      ? { path: '', expected: 'an object', found: 'nothing' }
      : undefined;
  }
  if (shape.kind === 'list') {
    return findListMismatch(value, shape.items);
  }
  if (!isJsonObject(value)) {
    return { path: '', expected: 'an object', found: describeKind(value) };
  }
  const { fields } = shape;
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] as Field;
    const mismatch = findMismatch(value[field[0]], field[1]);
    if (mismatch) {
      return { ...mismatch, path: `/${field[0]}${mismatch.path}` };
    }
  }
  return undefined;
}

function findListMismatch(value: unknown, items: Shape | undefined): Mismatch | undefined {
  if (!Array.isArray(value)) {
    return { path: '', expected: 'a list', found: describeKind(value) };
  }
  if (!items) {
    return undefined;
  }
  for (let index = 0; index < value.length; index += 1) {
    const mismatch = findMismatch(value[index], items);
    if (mismatch) {
      return { ...mismatch, path: `/${index}${mismatch.path}` };
    }
  }
  return undefined;
}
