// Loads the contract at run time. The only place that knows the loader's options: they must be those of
// `proto/generate.js`, or the generated types lie about what arrives.

import { fileURLToPath } from 'node:url';
import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { packageFolder } from '../runtime/folders.js';
import type { ProtoGrpcType as DetailTypes } from './gen/error_details.js';
import type { ProtoGrpcType as HealthTypes } from './gen/health.js';
import type { ProtoGrpcType as PodMutatorTypes } from './gen/pod_mutator.js';
import type { ProtoGrpcType as ReflectionTypes } from './gen/reflection.js';
import type { ProtoGrpcType as StatusTypes } from './gen/status.js';

const protoFolders = ['proto', 'proto/vendor'].map((folder) => fileURLToPath(new URL(folder, packageFolder)));

// One call for all of them: an Any can only be packed from types of the same root.
const definitions = loadSync(
  [
    'podmutator/v1/pod_mutator.proto',
    'google/rpc/status.proto',
    'google/rpc/error_details.proto',
    'grpc/health/v1/health.proto',
    'grpc/reflection/v1/reflection.proto',
    'grpc/reflection/v1alpha/reflection.proto',
  ],
  {
    keepCase: false,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
    includeDirs: protoFolders,
  },
);

type Reflection = ReflectionTypes['grpc']['reflection'];

interface Loaded {
  readonly podmutator: PodMutatorTypes['podmutator'];
  readonly google: { readonly rpc: StatusTypes['google']['rpc'] & DetailTypes['google']['rpc'] };
  // v1 and v1alpha are the same messages; the generated index knows only one of them.
  readonly grpc: HealthTypes['grpc'] & {
    readonly reflection: { readonly v1: Reflection[keyof Reflection]; readonly v1alpha: Reflection[keyof Reflection] };
  };
}

const loaded = loadPackageDefinition(definitions) as unknown as Loaded;

/** The client constructor of the contract; its `service` is the definition for a server. */
export const { PodMutator } = loaded.podmutator.v1;

/** The standard health service, with its client. */
export const { Health } = loaded.grpc.health.v1;

/** Server reflection in both versions that tools ask for. */
export const reflectionServices = {
  v1: loaded.grpc.reflection.v1.ServerReflection,
  v1alpha: loaded.grpc.reflection.v1alpha.ServerReflection,
};

/** Serializers of google.rpc.Status and of the details that it may carry. */
export const { Status, ErrorInfo, BadRequest, RetryInfo } = loaded.google.rpc;

/** The full name under which the service is known to health checks, reflection and metrics. */
export const serviceName = 'podmutator.v1.PodMutator';
