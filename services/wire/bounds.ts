// What callers may take of the gRPC server, all numbers in one place.
//
// Addresses of the network and socket files are counted apart: whatever is sent to a port takes no place of those who
// come through a socket.

/** Ports or socket files. */
export type ConnectionKind = 'tcp' | 'unix';

/** How connections are kept, and when one is ended. All times in milliseconds. */
export interface ConnectionOptions {
  /** After this, clients are told to connect anew: it is how they find new instances. ±10 %. */
  readonly maxAgeMs: number;
  /** Connections without any call are closed after this. */
  readonly idleMs: number;
  /** Silence after which the client is asked whether it is still there, and how long it may take to answer. */
  readonly keepaliveMs: number;
  readonly keepaliveTimeoutMs: number;
  /** Age at which a stream of any service ends; one of Pods is told so a second ahead. ±10 %. A connection lives for as long beyond its own age. */
  readonly streamAgeMs: number;
  /** Calls at once on one connection; more wait at the client. */
  readonly maxConcurrentStreams: number;
  /** Connections at once to all ports, and to all socket files. */
  readonly maxConnections: number;
  readonly maxSocketConnections: number;
  /** Calls at once on all connections of a kind, whatever their service and method. */
  readonly maxStreams: number;
  /** How long a caller may take for the handshake, and for a message from its first byte to its last. */
  readonly messageMs: number;
  /** How long an answer may wait to be taken. */
  readonly unreadMs: number;
  /** Bytes that callers of a kind may make the server hold: unfinished requests, items that wait, answers not taken. */
  readonly maxHeldBytes: number;
  /** Calls that one connection may cancel within a second of their start, beyond those that it let be answered. */
  readonly maxResets: number;
  /** Bytes that are no part of a message, such as pings and settings, from all connections of a kind in a second. */
  readonly maxControlBytes: number;
}

export const connectionDefaults: ConnectionOptions = {
  maxAgeMs: 300_000,
  idleMs: 900_000,
  keepaliveMs: 60_000,
  keepaliveTimeoutMs: 10_000,
  streamAgeMs: 60_000,
  maxConcurrentStreams: 256,
  maxConnections: 1000,
  maxSocketConnections: 256,
  maxStreams: 4096,
  messageMs: 5000,
  unreadMs: 30_000,
  maxHeldBytes: 32 * 1024 * 1024,
  maxResets: 100,
  maxControlBytes: 1024 * 1024,
};

/** Why a connection was ended, as label of a metric, and what its peer is told in the GOAWAY frame. */
export const endReasons = {
  connections: 'too many connections: this one has been silent the longest',
  handshake: 'no handshake within the time for it',
  unfinished_message: 'a message was not whole within the time for it',
  unread_answers: 'answers were not taken within the time for it',
  held_bytes: 'too many bytes of unfinished messages and of answers that were not taken',
  streams: 'too many calls at once',
  resets: 'too many calls were cancelled as soon as they had begun',
  control_bytes: 'too many frames that are no part of a message',
} as const;

export type EndReason = keyof typeof endReasons;
