// Server reflection: what lets grpcurl and buf list, describe and call the service without its .proto files.

import { status as codes, type handleBidiStreamingCall } from '@grpc/grpc-js';
import type { ServerReflectionRequest__Output } from '../../proto/gen/grpc/reflection/v1/ServerReflectionRequest.js';
import type { ServerReflectionResponse } from '../../proto/gen/grpc/reflection/v1/ServerReflectionResponse.js';
import { streamExpired } from '../rpc/refusals.js';
import type { DescriptorIndex } from './descriptor-index.js';
import type { OpenStreams } from './open-streams.js';
import { toServerStatus } from './status.js';

export interface ReflectionOptions {
  readonly index: DescriptorIndex;
  /** Full names of all services that the server has. */
  readonly services: readonly string[];
  readonly openStreams: OpenStreams;
}

const expired = toServerStatus(streamExpired);

/** Creates the handler of ServerReflectionInfo; v1 and v1alpha have the same messages. */
export function createReflection(
  options: ReflectionOptions,
): handleBidiStreamingCall<ServerReflectionRequest__Output, ServerReflectionResponse> {
  return (call) => {
    if (
      !options.openStreams.add(
        call,
        () => call.end(),
        () => call.emit('error', expired),
      )
    ) {
      call.end();
      return;
    }
    call.on('data', (request: ServerReflectionRequest__Output) => {
      const response = { validHost: request.host, originalRequest: request, ...answer(request, options) };
      if (!call.write(response)) {
        call.pause();
        call.once('drain', () => call.resume());
      }
    });
    call.on('end', () => call.end());
  };
}

function answer(
  request: ServerReflectionRequest__Output,
  { index, services }: ReflectionOptions,
): ServerReflectionResponse {
  switch (request.messageRequest) {
    case 'listServices':
      return { listServicesResponse: { service: services.map((name) => ({ name })) } };
    case 'fileByFilename':
      return describe(index.findFile(request.fileByFilename ?? ''), 'file');
    case 'fileContainingSymbol':
      return describe(index.findSymbol(request.fileContainingSymbol ?? ''), 'symbol');
    // The contract is proto3 and has no extensions.
    case 'fileContainingExtension':
      return describe(undefined, 'extension');
    case 'allExtensionNumbersOfType': {
      const baseTypeName = request.allExtensionNumbersOfType ?? '';
      return index.findSymbol(baseTypeName)
        ? { allExtensionNumbersResponse: { baseTypeName, extensionNumber: [] } }
        : describe(undefined, 'type');
    }
    default:
      return { errorResponse: { errorCode: codes.INVALID_ARGUMENT, errorMessage: 'expected a request, found none' } };
  }
}

function describe(files: readonly Buffer[] | undefined, kind: string): ServerReflectionResponse {
  return files
    ? { fileDescriptorResponse: { fileDescriptorProto: [...files] } }
    : { errorResponse: { errorCode: codes.NOT_FOUND, errorMessage: `unknown ${kind}` } };
}
