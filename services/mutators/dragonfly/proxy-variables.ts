// The names of the proxy's environment: shared by the part that injects it and the check of the settings.

/** Where the node's address comes from, and what the variable that holds it is called. */
export const nodeVariables = {
  nodeName: { name: 'NODE_NAME', fieldPath: 'spec.nodeName', meaning: "the node's name" },
  hostIP: { name: 'NODE_IP', fieldPath: 'status.hostIP', meaning: "the node's address" },
} as const;
export const portName = 'DRAGONFLY_PROXY_PORT';
export const addressName = 'DRAGONFLY_INJECT_PROXY';

/** Names that nothing else may use. */
export const proxyVariableNames: readonly string[] = ['NODE_NAME', 'NODE_IP', portName, addressName];
