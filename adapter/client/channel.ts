// How the client connects: credentials and the options of grpc-js that matter here.

import { type ChannelCredentials, type ChannelOptions, credentials, experimental } from '@grpc/grpc-js';
import { type CertificateSource, createCertificateProvider } from '../../runtime/certificate-provider.js';

export interface ClientTls {
  /** `ca` holds the authorities that the service's certificate must come from; `cert` and `key` identify the client. */
  readonly certificates: CertificateSource;
  /** The name in the service's certificate, if it is not the host of the target. */
  readonly serverName?: string | undefined;
}

/**
 * Creates credentials that follow their files.
 * @throws Error if there are no authorities to trust
 */
export function createCredentials(tls: ClientTls | undefined): ChannelCredentials {
  if (!tls) {
    return credentials.createInsecure();
  }
  const { ca, cert } = tls.certificates.current();
  if (!ca) {
    throw new Error('TLS to the mutation service needs the certificate authority of the service');
  }
  const provider = createCertificateProvider(tls.certificates);
  return experimental.createCertificateProviderChannelCredentials(provider, cert ? provider : null);
}

/** A name is looked up again after at least so long. */
export const lookupIntervalMs = 5000;

const baseOptions: ChannelOptions = {
  'grpc.enable_channelz': 0,
  // A Pod and its patch are far below; the service's own limit decides.
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
  // Proxy variables of the environment are honoured even for loopback and names of the cluster.
  'grpc.enable_http_proxy': 0,
  // A TXT record of the service's name could change retries and balancing.
  'grpc.service_config_disable_resolution': 1,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.keepalive_permit_without_calls': 1,
  // The default grows to two minutes: long after the service is back, its clients would still be waiting.
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 500,
  'grpc.dns_min_time_between_resolutions_ms': lookupIntervalMs,
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
};

/** Options for a target; `serverName` is the name that the service's certificate must carry. */
export function channelOptions(serverName: string | undefined): ChannelOptions {
  return serverName === undefined
    ? baseOptions
    : {
        ...baseOptions,
        'grpc.ssl_target_name_override': serverName,
        'grpc.default_authority': serverName,
      };
}
