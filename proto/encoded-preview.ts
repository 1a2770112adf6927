// Responses of previews that stay encoded: those that another thread has made, and those that a client was sent.
//
// A preview can have tens of megabytes of results. To copy them from thread to thread as objects, and to encode or
// decode them, would stop all reviews for as long; bytes are handed over and sent as they are.

import type { PreviewResponse__Output } from './gen/podmutator/v1/PreviewResponse.js';
import { PodMutator } from './load.js';

const { responseSerialize, responseDeserialize } = PodMutator.service.Preview;

/** The response, decoded only if somebody in this process looks at it. */
export class EncodedPreview implements PreviewResponse__Output {
  readonly bytes: Buffer;
  #decoded: PreviewResponse__Output | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get results(): PreviewResponse__Output['results'] {
    return this.#read().results;
  }

  get documents(): PreviewResponse__Output['documents'] {
    return this.#read().documents;
  }

  get unmatchedObjects(): PreviewResponse__Output['unmatchedObjects'] {
    return this.#read().unmatchedObjects;
  }

  get configRevision(): string {
    return this.#read().configRevision;
  }

  get engineVersion(): string {
    return this.#read().engineVersion;
  }

  #read(): PreviewResponse__Output {
    this.#decoded ??= responseDeserialize(this.bytes);
    return this.#decoded;
  }
}

/** Encodes a response, in memory of its own, which may be handed over to another thread. */
export function encodePreview(response: PreviewResponse__Output): Uint8Array<ArrayBuffer> {
  return new Uint8Array(response instanceof EncodedPreview ? response.bytes : responseSerialize(response));
}

/** The service, with previews that are sent as they are if they are encoded already. */
export const serviceWithEncodedPreviews: typeof PodMutator.service = {
  ...PodMutator.service,
  Preview: {
    ...PodMutator.service.Preview,
    responseSerialize: (response) =>
      response instanceof EncodedPreview ? response.bytes : responseSerialize(response),
  },
};
