// Who may ask for what, where the paths of one port have CAs of their own: the handshake has compared a certificate with
// all of them, and only here it is known which of them counts.

import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { type KeyPairSource, listClientCas } from '../key-pair.js';
import { readCertificates } from '../read-certificates.js';

/** Whether the client has shown a good certificate of the right CA. */
export type ClientCheck = (socket: Socket) => boolean;

/** The check for one of the CAs of a listener; undefined if it has none, and then nobody needs a certificate. */
export function createClientCheck(
  keyPair: KeyPairSource | undefined,
  purpose: 'ca' | 'metricsCa',
): ClientCheck | undefined {
  if (keyPair?.current()[purpose] === undefined) {
    return undefined;
  }
  if (listClientCas(keyPair.current()).length === 1) {
    return (socket) => (socket as TLSSocket).authorized;
  }
  // A connection keeps the certificate with which it began.
  const known = new WeakMap<Socket, boolean>();
  return (socket) => {
    let isRight = known.get(socket);
    if (isRight === undefined) {
      isRight = (socket as TLSSocket).authorized && isFrom(socket as TLSSocket, keyPair.current()[purpose]);
      known.set(socket, isRight);
    }
    return isRight;
  };
}

function isFrom(socket: TLSSocket, ca: Buffer | undefined): boolean {
  const root = findRoot(socket.getPeerCertificate(true));
  return readCertificates(String(ca)).some(
    (own) => own.fingerprint256 === new X509Certificate(root.raw).fingerprint256,
  );
}

function findRoot(certificate: DetailedPeerCertificate): DetailedPeerCertificate {
  const { issuerCertificate: issuer } = certificate;
  return issuer === undefined || issuer.fingerprint256 === certificate.fingerprint256 ? certificate : findRoot(issuer);
}
