// In which forms a preview is asked for and answered.

import type { Request } from 'express';
import { cutText } from '../../proto/cut-text.js';
import { PodMutatorError } from '../../proto/errors.js';
import { isIdentity } from '../http/check-json-request.js';
import { DoorRefusal } from './failure.js';

/** What the answer is: the message, the report of `podmutator preview -o json`, or the diff of `-o diff`. */
export type AnswerForm = 'message' | 'report' | 'diff';

/** The first one is that of callers who want none in particular. */
const answerTypes: Readonly<Record<string, AnswerForm>> = {
  'application/json': 'message',
  'text/x-diff': 'diff',
  'application/vnd.podmutator.preview.v1+json': 'report',
};

/** What the body is: the JSON of a PreviewRequest, or the manifest itself. */
export type BodyForm = 'request' | 'manifest';

// No form of a foreign page can send these types: browsers ask first, and get no permission here.
const bodyTypes: Readonly<Record<string, BodyForm>> = {
  'application/json': 'request',
  'application/yaml': 'manifest',
  'application/x-yaml': 'manifest',
  'text/yaml': 'manifest',
};

const utf8 = 'charset=utf-8';
const offered = Object.keys(answerTypes).flatMap((type) => [type, `${type};${utf8}`]);
const charset = /^([^;\s]+)\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** @throws DoorRefusal 406 */
export function chooseAnswerForm(request: Request): AnswerForm {
  const type = request.accepts(offered);
  const form = type && answerTypes[type.replace(`;${utf8}`, '')];
  if (!form) {
    throw refuse(406, 'Accept', `${list(answerTypes)}, ${find(request.headers.accept)}`);
  }
  return form;
}

/** The value of Content-Type for an answer of this form. */
export function contentTypeOf(form: AnswerForm): string {
  const [type = ''] = Object.entries(answerTypes).find(([, own]) => own === form) ?? [];
  return type.startsWith('text/') ? `${type}; ${utf8}` : type;
}

/** @throws DoorRefusal 415 */
export function readBodyForm({ headers }: Request): BodyForm {
  const { 'content-type': text, 'content-encoding': encodings = '' } = headers;
  if (!isIdentity(encodings)) {
    throw refuse(415, 'Content-Encoding', `none, ${find(encodings)}`);
  }
  const type = charset.exec(text ?? '')?.[1]?.toLowerCase() ?? '';
  const form = Object.hasOwn(bodyTypes, type) ? bodyTypes[type] : undefined;
  if (!form) {
    const expected = 'application/json (a PreviewRequest) or application/yaml (the manifest itself), in UTF-8';
    throw refuse(415, 'Content-Type', `${expected}, ${find(text)}`);
  }
  return form;
}

function list(types: Readonly<Record<string, unknown>>): string {
  return `one of ${Object.keys(types).join(', ')}`;
}

function find(text: string | undefined): string {
  return text === undefined || text === '' ? 'found none' : `found "${cutText(text, 100)}"`;
}

function refuse(status: 406 | 415, field: string, expectation: string): DoorRefusal {
  const reason = status === 406 ? 'ACCEPT_UNEXPECTED' : 'CONTENT_TYPE_UNEXPECTED';
  const description = `expected ${expectation}`;
  const details = { code: 'INVALID_ARGUMENT', reason, violations: [{ field, description }] } as const;
  return new DoorRefusal(status, new PodMutatorError(`${field}: ${description}`, details));
}
