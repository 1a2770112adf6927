// Flags that several commands have in common, and what their values mean.

import type { Registry } from 'prom-client';
import type { KeyPairSource } from '../../runtime/key-pair.js';
import { createLogger, type Logger, type LogLevel, logLevels, routeGrpcLog } from '../../runtime/log.js';
import { openKeyPair } from '../../runtime/tls.js';
import { type FlagValues, readDuration, readWholeNumber, UsageError } from './flags.js';

/** Where reviews come in. The names, variables and refusals of the first four are older than this program. */
export const listenerFlags = {
  addr: {
    value: 'HOST:PORT',
    about: 'Where to take admission reviews; an empty host means all interfaces.',
    default: ':8443',
  },
  'tls-cert': { value: 'FILE', about: 'Certificate chain, PEM. Read again when it changes.', env: 'TLS_CERT_FILE' },
  'tls-key': { value: 'FILE', about: 'Private key of the certificate, PEM.', env: 'TLS_KEY_FILE' },
  'allow-http': { about: 'Serve plain HTTP, also if certificates are given. Not for a cluster.' },
} as const;

export const adapterFlags = {
  'client-ca': {
    value: 'FILE',
    about: 'Authorities of API server certificates, PEM; with it, reviews need such a certificate.',
  },
  'metrics-client-ca': {
    value: 'FILE',
    about: 'Authorities of scrapers, PEM; with it, /metrics needs a certificate of theirs. Probes need none.',
  },
  namespaces: {
    value: 'none|cluster|FILE',
    about:
      'Where labels and annotations of namespaces come from: nowhere, the API server (watched), or a YAML file of Namespace objects.',
    default: 'none',
  },
  'max-connections': {
    value: 'N',
    about:
      'HTTP connections at the same time, on all ports together; beyond it the one goes that has waited longest for a request.',
    default: '1000',
  },
  'max-in-flight': {
    value: 'N',
    about: 'Reviews that are being answered at the same time; one more is answered with 503.',
    default: '512',
  },
} as const;

export const processFlags = {
  'log-level': { value: 'LEVEL', about: `One of ${logLevels.join(', ')}.`, default: 'info' },
  'shutdown-grace': {
    value: 'DURATION',
    about: 'After SIGTERM: how long to go on serving while clients find out that this instance is not ready any more.',
    default: '5s',
  },
  'shutdown-timeout': {
    value: 'DURATION',
    about: 'After the grace: how long requests in flight may take.',
    default: '10s',
  },
} as const;

export const configFlag = {
  config: { value: 'FILE', about: 'Settings, YAML. Read again when it changes.', env: 'PODMUTATOR_CONFIG' },
} as const;

/** For servers. Commands that end by themselves say the same about their settings whenever they run. */
export const checkFlag = {
  check: { about: 'Start nothing: say whether the settings of --config are valid, exit code 0, or what is wrong, 1.' },
} as const;

export const grpcFlags = {
  'grpc-addr': {
    value: 'ADDRESS',
    about: 'Where to serve gRPC: host:port or unix:/path. May be given several times.',
    default: '127.0.0.1:50051',
    isList: true,
  },
  'grpc-tls-cert': { value: 'FILE', about: 'Certificate chain for gRPC, PEM; plain text without it.' },
  'grpc-tls-key': { value: 'FILE', about: 'Private key of that certificate, PEM.' },
  'grpc-client-ca': { value: 'FILE', about: 'Authorities of callers, PEM; with it, callers need a certificate.' },
  'grpc-allow-names': {
    value: 'NAMES',
    about:
      'Callers to let in, by names in their certificates, separated by commas, such as DNS:adapter.example; all without it.',
  },
  'no-reflection': { about: 'Do not serve gRPC reflection.' },
} as const;

/** Creates the logger, and refuses levels that do not exist. */
export function openLog(values: FlagValues<typeof processFlags>, name: string, registry: Registry): Logger {
  const level = values['log-level'];
  if (!(logLevels as readonly string[]).includes(level)) {
    throw new UsageError(`--log-level: expected one of ${logLevels.join(', ')}, found "${level}"`);
  }
  const logger = createLogger({ level: level as LogLevel, name, registry });
  routeGrpcLog(logger);
  return logger;
}

/** What an adapter takes on. */
export function readAdapterLimits(values: FlagValues<typeof adapterFlags>): {
  maxConnections: number;
  maxInFlight: number;
} {
  const maxConnections = readWholeNumber('max-connections', values['max-connections']);
  if (maxConnections === 0) throw new UsageError('--max-connections: expected at least 1, found "0"');
  return { maxConnections, maxInFlight: readWholeNumber('max-in-flight', values['max-in-flight']) };
}

/** How a process ends. */
export function readShutdown(values: FlagValues<typeof processFlags>): { graceMs: number; timeoutMs: number } {
  return {
    graceMs: readDuration('shutdown-grace', values['shutdown-grace']),
    timeoutMs: readDuration('shutdown-timeout', values['shutdown-timeout']),
  };
}

type ListenerValues = FlagValues<typeof listenerFlags> & {
  readonly 'client-ca'?: string | undefined;
  readonly 'metrics-client-ca'?: string | undefined;
};

/**
 * Opens the certificate of the webhook; undefined means plain HTTP, which must be asked for.
 * @throws Error naming flags and variables if there is neither, or the pair cannot be used
 */
export async function openWebhookTls(
  values: ListenerValues,
  { logger, registry }: { readonly logger: Logger; readonly registry: Registry },
): Promise<KeyPairSource | undefined> {
  const { 'tls-cert': certFile, 'tls-key': keyFile, 'client-ca': caFile, 'metrics-client-ca': metricsCaFile } = values;
  if (values['allow-http']) {
    if (metricsCaFile) throw new UsageError('--metrics-client-ca needs TLS, which --allow-http turns off');
    logger.warn('--allow-http: reviews are taken over plain HTTP, and certificates are not used');
    return undefined;
  }
  if (!certFile || !keyFile) throw describeMissing(certFile, keyFile);
  return openKeyPair({
    certFile,
    keyFile,
    ...(caFile && { caFile }),
    ...(metricsCaFile && { metricsCaFile }),
    listener: 'adapter',
    registry,
    log: logger,
  });
}

function describeMissing(certFile: string | undefined, keyFile: string | undefined): Error {
  const missing = certFile ? '--tls-key (or TLS_KEY_FILE)' : keyFile ? '--tls-cert (or TLS_CERT_FILE)' : undefined;
  return new Error(
    missing
      ? `no ${missing.includes('key') ? 'private key' : 'certificate'}: set ${missing}, or --allow-http for plain HTTP`
      : 'no certificate: set --tls-cert and --tls-key (or TLS_CERT_FILE and TLS_KEY_FILE), or --allow-http for plain HTTP',
  );
}

/** TLS options of the gRPC port; undefined means plain text. */
export function readGrpcTls(
  values: FlagValues<typeof grpcFlags>,
):
  | { certFile: string; keyFile: string; clientCaFile: string | undefined; allowedNames: readonly string[] }
  | undefined {
  const {
    'grpc-tls-cert': certFile,
    'grpc-tls-key': keyFile,
    'grpc-client-ca': clientCaFile,
    'grpc-allow-names': names,
  } = values;
  if (!certFile && !keyFile) {
    if (clientCaFile || names) {
      throw new UsageError('--grpc-client-ca and --grpc-allow-names need --grpc-tls-cert and --grpc-tls-key');
    }
    return undefined;
  }
  if (!certFile || !keyFile) {
    throw new UsageError('--grpc-tls-cert and --grpc-tls-key must be given together');
  }
  return { certFile, keyFile, clientCaFile, allowedNames: names?.split(',').map((name) => name.trim()) ?? [] };
}

/** TLS of the port for metrics; undefined means plain HTTP. */
export function readMetricsTls(
  values: FlagValues<typeof grpcFlags> & {
    readonly 'metrics-addr'?: string | undefined;
    readonly 'metrics-client-ca'?: string | undefined;
  },
): { certFile: string; keyFile: string; metricsCaFile: string } | undefined {
  const { 'metrics-addr': address, 'metrics-client-ca': metricsCaFile } = values;
  if (metricsCaFile === undefined) {
    return undefined;
  }
  const tls = readGrpcTls(values);
  if (!tls || address === undefined) {
    throw new UsageError('--metrics-client-ca needs --metrics-addr, --grpc-tls-cert and --grpc-tls-key');
  }
  return { certFile: tls.certFile, keyFile: tls.keyFile, metricsCaFile };
}
