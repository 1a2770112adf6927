// What the service at the other end honours: asked once for each connection, when somebody relies on it.

import type { CallOptions } from '../../proto/api.js';
import type { GetServerInfoResponse__Output } from '../../proto/gen/podmutator/v1/GetServerInfoResponse.js';

type Ask = (options: CallOptions) => Promise<GetServerInfoResponse__Output>;

export interface ServerInfo {
  /** The answer of the connection that is there, or of a new question. */
  get(options: CallOptions): Promise<GetServerInfoResponse__Output>;
  /** The connection is gone: another service may answer next. */
  forget(): void;
}

export function createServerInfo(ask: Ask): ServerInfo {
  let known: Promise<GetServerInfoResponse__Output> | undefined;
  const forget = (): void => {
    known = undefined;
  };
  return {
    get(options) {
      if (!known) {
        known = ask(options);
        known.catch(forget);
      }
      return known;
    },
    forget,
  };
}
