// Original file: proto/podmutator/v1/pod_mutator.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetServerInfoRequest as _podmutator_v1_GetServerInfoRequest, GetServerInfoRequest__Output as _podmutator_v1_GetServerInfoRequest__Output } from '../../podmutator/v1/GetServerInfoRequest.js';
import type { GetServerInfoResponse as _podmutator_v1_GetServerInfoResponse, GetServerInfoResponse__Output as _podmutator_v1_GetServerInfoResponse__Output } from '../../podmutator/v1/GetServerInfoResponse.js';
import type { ListMutatorsRequest as _podmutator_v1_ListMutatorsRequest, ListMutatorsRequest__Output as _podmutator_v1_ListMutatorsRequest__Output } from '../../podmutator/v1/ListMutatorsRequest.js';
import type { ListMutatorsResponse as _podmutator_v1_ListMutatorsResponse, ListMutatorsResponse__Output as _podmutator_v1_ListMutatorsResponse__Output } from '../../podmutator/v1/ListMutatorsResponse.js';
import type { MutatePodRequest as _podmutator_v1_MutatePodRequest, MutatePodRequest__Output as _podmutator_v1_MutatePodRequest__Output } from '../../podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse as _podmutator_v1_MutatePodResponse, MutatePodResponse__Output as _podmutator_v1_MutatePodResponse__Output } from '../../podmutator/v1/MutatePodResponse.js';
import type { MutatePodsRequest as _podmutator_v1_MutatePodsRequest, MutatePodsRequest__Output as _podmutator_v1_MutatePodsRequest__Output } from '../../podmutator/v1/MutatePodsRequest.js';
import type { MutatePodsResponse as _podmutator_v1_MutatePodsResponse, MutatePodsResponse__Output as _podmutator_v1_MutatePodsResponse__Output } from '../../podmutator/v1/MutatePodsResponse.js';
import type { PreviewRequest as _podmutator_v1_PreviewRequest, PreviewRequest__Output as _podmutator_v1_PreviewRequest__Output } from '../../podmutator/v1/PreviewRequest.js';
import type { PreviewResponse as _podmutator_v1_PreviewResponse, PreviewResponse__Output as _podmutator_v1_PreviewResponse__Output } from '../../podmutator/v1/PreviewResponse.js';

/**
 * PodMutator decides which changes a Pod gets at its creation and answers with a patch and the reasons.
 * 
 * Every method is pure: it stores nothing, looks nothing up and may be repeated.
 */
export interface PodMutatorClient extends grpc.Client {
  /**
   * GetServerInfo tells version, limits and the state of the settings.
   */
  GetServerInfo(argument: _podmutator_v1_GetServerInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_GetServerInfoResponse__Output>): grpc.ClientUnaryCall;
  GetServerInfo(argument: _podmutator_v1_GetServerInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_podmutator_v1_GetServerInfoResponse__Output>): grpc.ClientUnaryCall;
  GetServerInfo(argument: _podmutator_v1_GetServerInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_GetServerInfoResponse__Output>): grpc.ClientUnaryCall;
  GetServerInfo(argument: _podmutator_v1_GetServerInfoRequest, callback: grpc.requestCallback<_podmutator_v1_GetServerInfoResponse__Output>): grpc.ClientUnaryCall;
  /**
   * GetServerInfo tells version, limits and the state of the settings.
   */
  getServerInfo(argument: _podmutator_v1_GetServerInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_GetServerInfoResponse__Output>): grpc.ClientUnaryCall;
  getServerInfo(argument: _podmutator_v1_GetServerInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_podmutator_v1_GetServerInfoResponse__Output>): grpc.ClientUnaryCall;
  getServerInfo(argument: _podmutator_v1_GetServerInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_GetServerInfoResponse__Output>): grpc.ClientUnaryCall;
  getServerInfo(argument: _podmutator_v1_GetServerInfoRequest, callback: grpc.requestCallback<_podmutator_v1_GetServerInfoResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * ListMutators tells which mutators are enabled, in the order in which they run, and all they may do.
   */
  ListMutators(argument: _podmutator_v1_ListMutatorsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_ListMutatorsResponse__Output>): grpc.ClientUnaryCall;
  ListMutators(argument: _podmutator_v1_ListMutatorsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_podmutator_v1_ListMutatorsResponse__Output>): grpc.ClientUnaryCall;
  ListMutators(argument: _podmutator_v1_ListMutatorsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_ListMutatorsResponse__Output>): grpc.ClientUnaryCall;
  ListMutators(argument: _podmutator_v1_ListMutatorsRequest, callback: grpc.requestCallback<_podmutator_v1_ListMutatorsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * ListMutators tells which mutators are enabled, in the order in which they run, and all they may do.
   */
  listMutators(argument: _podmutator_v1_ListMutatorsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_ListMutatorsResponse__Output>): grpc.ClientUnaryCall;
  listMutators(argument: _podmutator_v1_ListMutatorsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_podmutator_v1_ListMutatorsResponse__Output>): grpc.ClientUnaryCall;
  listMutators(argument: _podmutator_v1_ListMutatorsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_ListMutatorsResponse__Output>): grpc.ClientUnaryCall;
  listMutators(argument: _podmutator_v1_ListMutatorsRequest, callback: grpc.requestCallback<_podmutator_v1_ListMutatorsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * MutatePod evaluates one Pod, as an admission webhook would at its creation.
   * 
   * An object that is not a Pod is allowed as it is, with the warning NOT_A_POD: an admission webhook gets what its
   * registration says. INVALID_ARGUMENT: the input cannot be read. RESOURCE_EXHAUSTED: it is larger than Limits say.
   * INTERNAL: a fault of the service; a patch that failed its own check is never sent.
   */
  MutatePod(argument: _podmutator_v1_MutatePodRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_MutatePodResponse__Output>): grpc.ClientUnaryCall;
  MutatePod(argument: _podmutator_v1_MutatePodRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_podmutator_v1_MutatePodResponse__Output>): grpc.ClientUnaryCall;
  MutatePod(argument: _podmutator_v1_MutatePodRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_MutatePodResponse__Output>): grpc.ClientUnaryCall;
  MutatePod(argument: _podmutator_v1_MutatePodRequest, callback: grpc.requestCallback<_podmutator_v1_MutatePodResponse__Output>): grpc.ClientUnaryCall;
  /**
   * MutatePod evaluates one Pod, as an admission webhook would at its creation.
   * 
   * An object that is not a Pod is allowed as it is, with the warning NOT_A_POD: an admission webhook gets what its
   * registration says. INVALID_ARGUMENT: the input cannot be read. RESOURCE_EXHAUSTED: it is larger than Limits say.
   * INTERNAL: a fault of the service; a patch that failed its own check is never sent.
   */
  mutatePod(argument: _podmutator_v1_MutatePodRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_MutatePodResponse__Output>): grpc.ClientUnaryCall;
  mutatePod(argument: _podmutator_v1_MutatePodRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_podmutator_v1_MutatePodResponse__Output>): grpc.ClientUnaryCall;
  mutatePod(argument: _podmutator_v1_MutatePodRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_MutatePodResponse__Output>): grpc.ClientUnaryCall;
  mutatePod(argument: _podmutator_v1_MutatePodRequest, callback: grpc.requestCallback<_podmutator_v1_MutatePodResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * MutatePods evaluates many Pods over one stream, which costs a fraction of one call per Pod.
   * 
   * Answers may come in any order; match them by correlation_id. An item that cannot be evaluated is answered with an
   * error and the stream goes on. What ends it with INVALID_ARGUMENT: a message without items or with more than
   * max_items_per_message, and a correlation_id that is 0 or still in flight. After max_stream_items in flight the
   * service stops reading until answers are taken.
   * 
   * OK comes only after the half-close of the caller, when everything is answered. A stream that has reached its age, or
   * whose service is stopping, is announced a second ahead by a message with closing = true: half-close it, take the
   * rest of the answers and open another one. If the caller does not, the stream ends with UNAVAILABLE (STREAM_EXPIRED,
   * DRAINING): send again what has no answer. Answers that were made are sent before any end.
   */
  MutatePods(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_podmutator_v1_MutatePodsRequest, _podmutator_v1_MutatePodsResponse__Output>;
  MutatePods(options?: grpc.CallOptions): grpc.ClientDuplexStream<_podmutator_v1_MutatePodsRequest, _podmutator_v1_MutatePodsResponse__Output>;
  /**
   * MutatePods evaluates many Pods over one stream, which costs a fraction of one call per Pod.
   * 
   * Answers may come in any order; match them by correlation_id. An item that cannot be evaluated is answered with an
   * error and the stream goes on. What ends it with INVALID_ARGUMENT: a message without items or with more than
   * max_items_per_message, and a correlation_id that is 0 or still in flight. After max_stream_items in flight the
   * service stops reading until answers are taken.
   * 
   * OK comes only after the half-close of the caller, when everything is answered. A stream that has reached its age, or
   * whose service is stopping, is announced a second ahead by a message with closing = true: half-close it, take the
   * rest of the answers and open another one. If the caller does not, the stream ends with UNAVAILABLE (STREAM_EXPIRED,
   * DRAINING): send again what has no answer. Answers that were made are sent before any end.
   */
  mutatePods(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_podmutator_v1_MutatePodsRequest, _podmutator_v1_MutatePodsResponse__Output>;
  mutatePods(options?: grpc.CallOptions): grpc.ClientDuplexStream<_podmutator_v1_MutatePodsRequest, _podmutator_v1_MutatePodsResponse__Output>;
  
  /**
   * Preview shows what would happen to the Pods of a manifest: decisions, reasons, patches and differences.
   * 
   * It takes Pods, and objects of all kinds that hold a Pod template. For an object that cannot be evaluated the result
   * says why; the call still succeeds.
   */
  Preview(argument: _podmutator_v1_PreviewRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_PreviewResponse__Output>): grpc.ClientUnaryCall;
  Preview(argument: _podmutator_v1_PreviewRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_podmutator_v1_PreviewResponse__Output>): grpc.ClientUnaryCall;
  Preview(argument: _podmutator_v1_PreviewRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_PreviewResponse__Output>): grpc.ClientUnaryCall;
  Preview(argument: _podmutator_v1_PreviewRequest, callback: grpc.requestCallback<_podmutator_v1_PreviewResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Preview shows what would happen to the Pods of a manifest: decisions, reasons, patches and differences.
   * 
   * It takes Pods, and objects of all kinds that hold a Pod template. For an object that cannot be evaluated the result
   * says why; the call still succeeds.
   */
  preview(argument: _podmutator_v1_PreviewRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_PreviewResponse__Output>): grpc.ClientUnaryCall;
  preview(argument: _podmutator_v1_PreviewRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_podmutator_v1_PreviewResponse__Output>): grpc.ClientUnaryCall;
  preview(argument: _podmutator_v1_PreviewRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_podmutator_v1_PreviewResponse__Output>): grpc.ClientUnaryCall;
  preview(argument: _podmutator_v1_PreviewRequest, callback: grpc.requestCallback<_podmutator_v1_PreviewResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * PodMutator decides which changes a Pod gets at its creation and answers with a patch and the reasons.
 * 
 * Every method is pure: it stores nothing, looks nothing up and may be repeated.
 */
export interface PodMutatorHandlers extends grpc.UntypedServiceImplementation {
  /**
   * GetServerInfo tells version, limits and the state of the settings.
   */
  GetServerInfo: grpc.handleUnaryCall<_podmutator_v1_GetServerInfoRequest__Output, _podmutator_v1_GetServerInfoResponse>;
  
  /**
   * ListMutators tells which mutators are enabled, in the order in which they run, and all they may do.
   */
  ListMutators: grpc.handleUnaryCall<_podmutator_v1_ListMutatorsRequest__Output, _podmutator_v1_ListMutatorsResponse>;
  
  /**
   * MutatePod evaluates one Pod, as an admission webhook would at its creation.
   * 
   * An object that is not a Pod is allowed as it is, with the warning NOT_A_POD: an admission webhook gets what its
   * registration says. INVALID_ARGUMENT: the input cannot be read. RESOURCE_EXHAUSTED: it is larger than Limits say.
   * INTERNAL: a fault of the service; a patch that failed its own check is never sent.
   */
  MutatePod: grpc.handleUnaryCall<_podmutator_v1_MutatePodRequest__Output, _podmutator_v1_MutatePodResponse>;
  
  /**
   * MutatePods evaluates many Pods over one stream, which costs a fraction of one call per Pod.
   * 
   * Answers may come in any order; match them by correlation_id. An item that cannot be evaluated is answered with an
   * error and the stream goes on. What ends it with INVALID_ARGUMENT: a message without items or with more than
   * max_items_per_message, and a correlation_id that is 0 or still in flight. After max_stream_items in flight the
   * service stops reading until answers are taken.
   * 
   * OK comes only after the half-close of the caller, when everything is answered. A stream that has reached its age, or
   * whose service is stopping, is announced a second ahead by a message with closing = true: half-close it, take the
   * rest of the answers and open another one. If the caller does not, the stream ends with UNAVAILABLE (STREAM_EXPIRED,
   * DRAINING): send again what has no answer. Answers that were made are sent before any end.
   */
  MutatePods: grpc.handleBidiStreamingCall<_podmutator_v1_MutatePodsRequest__Output, _podmutator_v1_MutatePodsResponse>;
  
  /**
   * Preview shows what would happen to the Pods of a manifest: decisions, reasons, patches and differences.
   * 
   * It takes Pods, and objects of all kinds that hold a Pod template. For an object that cannot be evaluated the result
   * says why; the call still succeeds.
   */
  Preview: grpc.handleUnaryCall<_podmutator_v1_PreviewRequest__Output, _podmutator_v1_PreviewResponse>;
  
}

export interface PodMutatorDefinition extends grpc.ServiceDefinition {
  GetServerInfo: MethodDefinition<_podmutator_v1_GetServerInfoRequest, _podmutator_v1_GetServerInfoResponse, _podmutator_v1_GetServerInfoRequest__Output, _podmutator_v1_GetServerInfoResponse__Output>
  ListMutators: MethodDefinition<_podmutator_v1_ListMutatorsRequest, _podmutator_v1_ListMutatorsResponse, _podmutator_v1_ListMutatorsRequest__Output, _podmutator_v1_ListMutatorsResponse__Output>
  MutatePod: MethodDefinition<_podmutator_v1_MutatePodRequest, _podmutator_v1_MutatePodResponse, _podmutator_v1_MutatePodRequest__Output, _podmutator_v1_MutatePodResponse__Output>
  MutatePods: MethodDefinition<_podmutator_v1_MutatePodsRequest, _podmutator_v1_MutatePodsResponse, _podmutator_v1_MutatePodsRequest__Output, _podmutator_v1_MutatePodsResponse__Output>
  Preview: MethodDefinition<_podmutator_v1_PreviewRequest, _podmutator_v1_PreviewResponse, _podmutator_v1_PreviewRequest__Output, _podmutator_v1_PreviewResponse__Output>
}
