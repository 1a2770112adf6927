// What every answer is held to, whatever was sent: the envelope that the API server accepts, a patch that another
// implementation can apply, and nothing of the user's lost. The sentences are those of a counterexample.

import { jsonpatch } from 'json-p3';
import { listBreaches } from './pod-invariants.js';
import { readRawJson } from './raw-json.js';

type JsonObject = Readonly<Record<string, unknown>>;

export interface Answered {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

export interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

export class Fault extends Error {}

function expectThat(isTrue: boolean, sentence: string): asserts isTrue {
  if (!isTrue) throw new Fault(sentence);
}

/** An answer without a decision: one short plain sentence. */
export function judgeRejection({ status, contentType, text }: Answered, allowed: readonly number[]): void {
  expectThat(allowed.includes(status), `expected status ${['200', ...allowed].join(' or ')}, found ${status}: ${text}`);
  expectThat(contentType.startsWith('text/plain'), `expected plain text, found ${contentType}`);
  expectThat(text.length > 0 && Buffer.byteLength(text) <= 300, `expected a short sentence, found ${text}`);
  expectThat(!/ at .*:\d+:\d+|node:internal/.test(text), `expected no stack, found ${text}`);
}

const auditKey = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const known = new Set(['uid', 'allowed', 'patch', 'patchType', 'warnings', 'auditAnnotations']);
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
const control = /[\u0000-\u001f\u007f-\u009f]/;

/** @returns the patch as JSON text; undefined without one */
export function judgeEnvelope({ contentType, text }: Answered, sent: JsonObject): string | undefined {
  expectThat(contentType === 'application/json', `expected application/json, found ${contentType}`);
  const answer = JSON.parse(text) as { apiVersion: unknown; kind: unknown; response: JsonObject };
  const { response } = answer;
  expectThat(
    answer.apiVersion === sent['apiVersion'],
    `expected the version that was sent, found ${answer.apiVersion}`,
  );
  expectThat(answer.kind === 'AdmissionReview', `expected an AdmissionReview, found ${answer.kind}`);
  const { uid } = sent['request'] as JsonObject;
  expectThat(response['uid'] === uid, `expected the uid ${uid}, found ${response['uid']}`);
  expectThat(response['allowed'] === true, `expected allowed: true, found ${response['allowed']}`);
  const unknown = Object.keys(response).filter((key) => !known.has(key));
  expectThat(unknown.length === 0, `expected no other fields, found ${unknown.join(', ')}`);
  judgeWarnings(response['warnings']);
  for (const [key, value] of Object.entries(response['auditAnnotations'] ?? {})) {
    expectThat(auditKey.test(key) && typeof value === 'string', `expected an audit annotation, found ${key}: ${value}`);
  }
  return readPatch(response);
}

function judgeWarnings(warnings: unknown): void {
  if (warnings === undefined) return;
  expectThat(Array.isArray(warnings) && warnings.length > 0 && warnings.length <= 10, 'expected 1 to 10 warnings');
  expectThat(new Set(warnings).size === warnings.length, 'expected no warning twice');
  for (const one of warnings as unknown[]) {
    expectThat(typeof one === 'string' && one !== '' && one.isWellFormed(), `expected a text as warning, found ${one}`);
    expectThat([...one].length <= 120 && !control.test(one), `expected 120 plain characters, found ${one}`);
  }
}

function readPatch({ patch, patchType }: JsonObject): string | undefined {
  expectThat((patch === undefined) === (patchType === undefined), 'expected patch and patchType, or neither');
  if (patch === undefined) return undefined;
  expectThat(patchType === 'JSONPatch', `expected the type JSONPatch, found ${patchType}`);
  const bytes = Buffer.from(String(patch), 'base64');
  expectThat(bytes.toString('base64') === patch, 'expected padded standard base64');
  return bytes.toString();
}

const forbidden =
  /^(|\/(apiVersion|kind|status)(\/.*)?|\/metadata\/(name|generateName|namespace|uid|managedFields|ownerReferences|resourceVersion)(\/.*)?|\/spec)$/;
/** The only values of the user's that a mutator may replace: macvtap's rights. */
const overwritten =
  /^\/spec\/(initContainers|containers)\/\d+\/securityContext\/(privileged|allowPrivilegeEscalation)$/;

/**
 * Applies the patch with an implementation that is not podmutator's.
 * @param pod as {@link readRawJson} reads it
 * @returns the Pod after the patch, in the same form
 */
export function judgePatch(pod: unknown, patch: string): unknown {
  const operations = readRawJson(patch) as Operation[];
  expectThat(Array.isArray(operations) && operations.length > 0, 'expected operations in the patch');
  for (const { op, path } of operations) {
    expectThat(op === 'add' || op === 'replace', `expected add or replace, found ${op} ${path}`);
    expectThat(path.startsWith('/') && !forbidden.test(path), `${path} must not be touched`);
    expectThat(!/\/(-1|0\d+)(\/|$)/.test(path), `expected plain indexes, found ${path}`);
  }
  const after = jsonpatch.apply(operations as never, structuredClone(pod) as never);
  findLoss(pod, after, '');
  if (listBreaches(pod).length === 0) {
    const [breach] = listBreaches(after);
    expectThat(breach === undefined, `a valid Pod became invalid: ${breach}`);
  }
  return after;
}

/** Every value must still be there: members under their names, items of lists in their order, others between them. */
function findLoss(before: unknown, after: unknown, path: string): void {
  if (before === null || overwritten.test(path)) return;
  if (Array.isArray(before)) {
    expectThat(Array.isArray(after), `${path} is no list any more`);
    let at = 0;
    for (const [index, item] of before.entries()) {
      while (at < after.length && !isKept(item, after[at], `${path}/${index}`)) at += 1;
      expectThat(at < after.length, `${path}/${index} is lost`);
      at += 1;
    }
  } else if (typeof before === 'object') {
    expectThat(typeof after === 'object' && after !== null, `${path} is no object any more`);
    for (const [key, value] of Object.entries(before)) {
      expectThat(Object.hasOwn(after, key), `${path}/${key} is lost`);
      findLoss(value, (after as JsonObject)[key], `${path}/${key}`);
    }
  } else {
    expectThat(before === after, `${path} was ${before} and is ${JSON.stringify(after)}`);
  }
}

function isKept(before: unknown, after: unknown, path: string): boolean {
  try {
    findLoss(before, after, path);
    return true;
  } catch {
    return false;
  }
}
