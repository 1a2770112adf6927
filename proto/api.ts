// The service as plain functions. The gRPC client implements this type, and so does the service's own handler:
// whoever calls cannot tell whether there is a wire in between.

import type { GetServerInfoResponse__Output } from './gen/podmutator/v1/GetServerInfoResponse.js';
import type { ListMutatorsResponse__Output } from './gen/podmutator/v1/ListMutatorsResponse.js';
import type { MutatePodRequest__Output } from './gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from './gen/podmutator/v1/MutatePodResponse.js';
import type { PreviewRequest__Output } from './gen/podmutator/v1/PreviewRequest.js';
import type { PreviewResponse__Output } from './gen/podmutator/v1/PreviewResponse.js';

/**
 * `deadline` in milliseconds since the epoch; `signal` ends the wait early. Without `waitForReady` a call fails at once
 * while the service cannot be reached, otherwise it waits as long as it has time; each method has its own default.
 */
export interface CallOptions {
  readonly deadline?: number;
  readonly signal?: CallSignal;
  readonly waitForReady?: boolean;
}

/** As much of an AbortSignal as a call needs. */
export interface CallSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Every function rejects with PodMutatorError and nothing else. */
export interface PodMutatorApi {
  mutatePod(request: MutatePodRequest__Output, options?: CallOptions): Promise<MutatePodResponse__Output>;
  preview(request: PreviewRequest__Output, options?: CallOptions): Promise<PreviewResponse__Output>;
  listMutators(options?: CallOptions): Promise<ListMutatorsResponse__Output>;
  getServerInfo(options?: CallOptions): Promise<GetServerInfoResponse__Output>;
}
