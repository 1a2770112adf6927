// TLS and mutual TLS for the gRPC port, renewed while running, and who may call.

import { experimental, ServerCredentials, ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import type { Registry } from 'prom-client';
import { PodMutatorError } from '../../proto/errors.js';
import { createCertificateProvider } from '../../runtime/certificate-provider.js';
import type { Logger } from '../../runtime/log.js';
import { openKeyPair } from '../../runtime/tls.js';
import { toServerStatus } from './status.js';

export interface TlsOptions {
  readonly certFile: string;
  readonly keyFile: string;
  /** Authorities of the callers' certificates. With it, a caller without a good certificate cannot connect. */
  readonly clientCaFile?: string | undefined;
  /**
   * Callers that are let in, as subject alternative names such as `DNS:adapter.podmutator.svc` or
   * `URI:spiffe://cluster/ns/podmutator/sa/adapter`; needs `clientCaFile`. Without it every good certificate will do.
   */
  readonly allowedNames?: readonly string[] | undefined;
}

export interface Tls {
  readonly credentials: ServerCredentials;
  readonly interceptors: readonly ServerInterceptor[];
  readonly close: () => void;
}

export interface TlsContext {
  readonly registry: Registry;
  readonly logger: Logger;
  readonly intervalMs?: number;
}

/**
 * Opens what `options` name; plain text without options.
 * @throws Error if the first certificate cannot be used, or the options contradict each other
 */
export async function openTls(options: TlsOptions | undefined, context: TlsContext): Promise<Tls> {
  if (!options) {
    return { credentials: ServerCredentials.createInsecure(), interceptors: [], close: () => {} };
  }
  const { certFile, keyFile, clientCaFile, allowedNames = [] } = options;
  if (allowedNames.length > 0 && clientCaFile === undefined) {
    throw new Error('names of allowed callers need the certificate authority of the callers');
  }
  const { registry, logger, intervalMs } = context;
  const source = await openKeyPair({
    certFile,
    keyFile,
    ...(clientCaFile !== undefined && { caFile: clientCaFile }),
    listener: 'service',
    registry,
    log: logger,
    ...(intervalMs !== undefined && { intervalMs }),
  });
  const provider = createCertificateProvider(source);
  const isMutual = clientCaFile !== undefined;
  return {
    // Its types name these parameters the wrong way round: the first is the own certificate, the second the callers' CA.
    credentials: experimental.createCertificateProviderServerCredentials(
      provider,
      isMutual ? provider : null,
      isMutual,
    ),
    interceptors: allowedNames.length > 0 ? [createAuthorisation(new Set(allowedNames))] : [],
    close: () => source.close(),
  };
}

function createAuthorisation(allowed: ReadonlySet<string>): ServerInterceptor {
  return (_method, call) =>
    new ServerInterceptingCall(call, {
      start(next) {
        next({
          onReceiveMetadata(metadata, pass) {
            // Without a good certificate nobody gets as far as here; without names in it nobody gets further.
            const names = listNames(call.getAuthContext().sslPeerCertificate?.subjectaltname);
            if (names.some((name) => allowed.has(name))) {
              pass(metadata);
              return;
            }
            call.sendStatus(forbidden);
          },
        });
      },
    });
}

// Node writes names that hold a comma in quotes, so that nobody can smuggle a second name into one.
function listNames(subjectAltName = ''): readonly string[] {
  const names: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index <= subjectAltName.length; index += 1) {
    const character = subjectAltName[index];
    if (character === '\\' && isQuoted) {
      index += 1;
    } else if (character === '"') {
      isQuoted = !isQuoted;
    } else if (character === undefined || (character === ',' && !isQuoted)) {
      names.push(subjectAltName.slice(start, index).trim());
      start = index + 1;
    }
  }
  return names.filter((name) => name !== '');
}

const forbidden = toServerStatus(
  new PodMutatorError('the certificate of the caller has none of the allowed names', {
    code: 'PERMISSION_DENIED',
    reason: 'CALLER_NOT_ALLOWED',
  }),
);
