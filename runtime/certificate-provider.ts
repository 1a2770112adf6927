// Certificates for grpc-js, renewed while running.
//
// grpc-js brings a provider that watches files, but it publishes a half-replaced pair, or none at all, and then every
// new connection is refused until its next look. This one passes on what a source has found to be good.

import type { experimental } from '@grpc/grpc-js';

type Provider = experimental.CertificateProvider;
type IdentityListener = experimental.IdentityCertificateUpdateListener;
type AuthorityListener = experimental.CaCertificateUpdateListener;

/** PEM: the own certificate with its key, the authorities to trust, or both. */
interface Certificates {
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly ca?: Buffer;
}

export interface CertificateSource {
  current(): Certificates;
  subscribe(listener: () => void): () => void;
}

/**
 * Wraps a source in the interface of grpc-js.
 *
 * A new listener hears of the current certificates a moment later: server credentials of grpc-js add their listener
 * before anybody listens to them, and would forget what they are told at once.
 */
export function createCertificateProvider(source: CertificateSource): Provider {
  const identityListeners = new Set<IdentityListener>();
  const authorityListeners = new Set<AuthorityListener>();
  const tellIdentity = (listener: IdentityListener): void => {
    const { cert, key } = source.current();
    if (cert && key) listener({ certificate: cert, privateKey: key });
  };
  const tellAuthority = (listener: AuthorityListener): void => {
    const { ca } = source.current();
    if (ca) listener({ caCertificate: ca });
  };
  source.subscribe(() => {
    authorityListeners.forEach(tellAuthority);
    identityListeners.forEach(tellIdentity);
  });
  return {
    addIdentityCertificateListener(listener) {
      identityListeners.add(listener);
      queueMicrotask(() => tellIdentity(listener));
    },
    removeIdentityCertificateListener: (listener) => void identityListeners.delete(listener),
    addCaCertificateListener(listener) {
      authorityListeners.add(listener);
      queueMicrotask(() => tellAuthority(listener));
    },
    removeCaCertificateListener: (listener) => void authorityListeners.delete(listener),
  };
}
