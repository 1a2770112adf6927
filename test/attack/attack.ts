// What an attack is. The table of all of them is attacks.ts; a new one is an entry there and nothing else.

/** Where the processes under attack can be reached. */
export interface Target {
  /** Reviews, over TLS: `host:port`. */
  readonly webhook: string;
  /** The playground, over plain HTTP: `host:port`. */
  readonly playground: string;
  /** gRPC in plain text: `host:port`. */
  readonly grpc: string;
  /** The settings of the service. */
  readonly settingsFile: string;
  /** CA of the webhook's certificate. */
  readonly ca: string;
}

/** Counts what an attacker was answered, by a short name such as `413` or `RESOURCE_EXHAUSTED`. */
export interface Tally {
  count(answer: string): void;
}

/** Attacks until the signal. What is still open then ends with the process of the attacker. */
export type Act = (tally: Tally, signal: AbortSignal) => Promise<void>;

/**
 * Who is attacked.
 *
 * | name | processes |
 * |---|---|
 * | pair | adapter and service over a socket, and one more service with the public gRPC port, as in the cluster |
 * | page | the pair, whose adapter has a playground |
 * | serve | one process with reviews, playground and gRPC |
 * | full-disk | `serve`, with standard output on a device that is full |
 * | unread-log | `serve`, with a pipe that is not read behind standard output |
 * | without-macvtap | the pair, whose settings disable macvtap |
 */
export type VictimName = 'pair' | 'page' | 'serve' | 'full-disk' | 'unread-log' | 'without-macvtap';

export interface Attack {
  readonly name: string;
  readonly victim: VictimName;
  /** What may come back; anything else is a failure. Empty: nothing is sent that is answered. */
  readonly answers: readonly string[];
  /** Builds what is sent, in the process of the attacker and ahead of the measurement. */
  prepare(target: Target): Act | Promise<Act>;
}
