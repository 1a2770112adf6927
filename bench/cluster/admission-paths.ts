// Where the kinds of admission are found at the API server.

const admission = '/apis/admissionregistration.k8s.io/v1';

export const webhooksPath = `${admission}/mutatingwebhookconfigurations`;
export const policiesPath = `${admission}/mutatingadmissionpolicies`;
export const bindingsPath = `${admission}/mutatingadmissionpolicybindings`;
