// Which addresses a target stands for.
//
// `dns:///name:port` means every address of the name, such as the Pods behind a headless Service: each gets a stream
// of its own. Anything else is one address, however grpc-js reaches it.

import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { readAddress } from '../../runtime/address.js';

/** Returns all addresses of a host. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export interface FollowOptions {
  readonly onChange: (targets: readonly string[]) => void;
  /** A name could not be looked up; the last known addresses stay. */
  readonly onError: (error: Error) => void;
  readonly intervalMs: number;
  readonly resolve?: Resolve | undefined;
}

export interface Following {
  /** The host in the target, which the service's certificate should name; undefined for a socket. */
  readonly host: string | undefined;
  /** Looks the name up now, unless that is being done. */
  refresh(): void;
  close(): void;
}

const dnsPrefix = /^dns:(?:\/\/[^/]*\/)?/;

/**
 * Follows the addresses of a target; `onChange` is called with the first ones as well, never synchronously for names.
 * @throws Error if the target is none
 */
export function followAddresses(target: string, options: FollowOptions): Following {
  const address = readAddress(target.replace(dnsPrefix, ''));
  if (address.kind === 'unix' || !dnsPrefix.test(target)) {
    options.onChange([target]);
    return { host: address.kind === 'tcp' ? address.host : undefined, refresh() {}, close() {} };
  }
  const { host, port } = address;
  const { onChange, onError, intervalMs, resolve = resolveWithSystem } = options;
  let isClosed = false;
  let isLooking = false;
  let known = '';
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    isLooking = true;
    clearTimeout(timer);
    try {
      const targets = (await resolve(host)).map((ip) => formatTarget(ip, port)).sort();
      if (!isClosed && targets.join() !== known) {
        known = targets.join();
        onChange(targets);
      }
    } catch (error) {
      if (!isClosed) onError(error as Error);
    }
    isLooking = false;
    if (!isClosed) timer = setTimeout(look, intervalMs).unref();
  };
  void look();
  return {
    host,
    refresh() {
      if (!isClosed && !isLooking) void look();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

// The system's resolver knows /etc/hosts and the search list of a Pod; a DNS client would not.
async function resolveWithSystem(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true });
  return [...new Set(found.map(({ address }) => address))];
}

function formatTarget(ip: string, port: number): string {
  return isIPv6(ip) ? `ipv6:[${ip}]:${port}` : `ipv4:${ip}:${port}`;
}
