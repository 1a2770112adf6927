// Fields of requests that came after 0.1. A service does not see a field that is newer than itself, and would answer as if
// it was not set; so it says which ones it honours, and clients compare before they rely on one.

import { type ErrorDetails, PodMutatorError } from './errors.js';
import type { GetServerInfoResponse__Output } from './gen/podmutator/v1/GetServerInfoResponse.js';

/** Says that a list of capabilities is all of it. */
export const complete = 'complete';

/** All of them, in the words of GetServerInfoResponse.capabilities. A test compares them with the contract. */
export const newFields = [
  'MutatePodRequest.max_response_bytes',
  'MutatePodRequest.namespace_facts',
  'MutatePodsRequest.items',
  'PreviewRequest.context_manifests',
  'PreviewRequest.max_response_bytes',
  'PreviewRequest.namespaces',
  'PreviewRequest.only',
  'PreviewRequest.origin',
  'PreviewRequest.outputs',
  'PreviewRequest.template_paths',
] as const;

export type NewField = (typeof newFields)[number];

type ServerInfo = Pick<GetServerInfoResponse__Output, 'version' | 'capabilities'>;

/** Whether the service that said this honours the field. */
export function honours({ capabilities }: ServerInfo, field: NewField): boolean {
  return capabilities.includes(complete) && capabilities.includes(field);
}

/** The error for a field that is set and not honoured. */
export function notHonoured({ version, capabilities }: ServerInfo, field: NewField): PodMutatorError {
  const name = field.slice(field.indexOf('.') + 1);
  // Without the word the service is older than the list.
  const release = capabilities.includes(complete) ? version : '0.1';
  const advice =
    field === 'MutatePodsRequest.items'
      ? 'upgrade it, or call MutatePod (podmutator adapter --service-mode unary)'
      : 'leave it out, or ask a service that does';
  const description = `not honoured by service ${release}; ${advice}`;
  const details: ErrorDetails = {
    code: 'UNIMPLEMENTED',
    reason: 'FIELD_NOT_HONOURED',
    violations: [{ field: name, description }],
    metadata: { capability: field, version },
  };
  return new PodMutatorError(`${name}: ${description}`, details);
}

/** @throws PodMutatorError for a field that `request` sets and the service does not honour */
export function checkHonoured(info: ServerInfo, message: 'MutatePodRequest' | 'PreviewRequest', request: object): void {
  const unseen = newFields.find(
    (field) => field.startsWith(`${message}.`) && isSet(request, field) && !honours(info, field),
  );
  if (unseen) {
    throw notHonoured(info, unseen);
  }
}

/** Whether `request` sets a field that not every service honours. */
export function needsCheck(message: 'MutatePodRequest' | 'PreviewRequest', request: object): boolean {
  return newFields.some((field) => field.startsWith(`${message}.`) && isSet(request, field));
}

function isSet(request: object, field: NewField): boolean {
  const name = field.slice(field.indexOf('.') + 1).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const value = (request as Readonly<Record<string, unknown>>)[name];
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
