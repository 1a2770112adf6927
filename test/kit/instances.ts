// Several instances of one command behind one name, with the same certificate.

import type { ExecutionContext } from 'ava';
import { createAuthority, createSecretFolder } from './certificates.js';
import { launch, type Started } from './command.js';

export interface Instances {
  readonly ca: string;
  /** `more` are flags of this instance alone. */
  start(more?: readonly string[]): Promise<Started>;
}

/** Instances of one command with a certificate. They end as they do in a cluster: with the grace that is the default. */
export async function createInstances(t: ExecutionContext, args: readonly string[]): Promise<Instances> {
  const authority = await createAuthority();
  const secret = await createSecretFolder(await authority.issue());
  t.teardown(() => secret.remove());
  const [command = '', ...flags] = args;
  return {
    ca: authority.ca,
    start: (more = []) =>
      launch(t, 'podmutator', [
        ...[command, '--addr', '127.0.0.1:0', '--tls-cert', secret.certFile, '--tls-key', secret.keyFile],
        ...flags,
        ...more,
      ]),
  };
}
