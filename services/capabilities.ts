// Which fields of requests, newer than 0.1, this service honours. A client cannot tell otherwise: what a service does not
// know it does not see. A test compares the list with the contract.

/** Says that the list is all of it. */
export const complete = 'complete';

/** Fields that are declared and have no effect yet: to set one is an error. */
export const notHonoured = ['PreviewRequest.template_paths'] as const;

export const capabilities: readonly string[] = [
  'MutatePodRequest.max_response_bytes',
  'MutatePodRequest.namespace_facts',
  'MutatePodsRequest.items',
  'PreviewRequest.context_manifests',
  'PreviewRequest.max_response_bytes',
  'PreviewRequest.namespaces',
  'PreviewRequest.only',
  'PreviewRequest.origin',
  'PreviewRequest.outputs',
  complete,
];
