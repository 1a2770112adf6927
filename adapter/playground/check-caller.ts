// Keeps pages of others away from the playground.
//
// A page on the Internet can make a browser connect to this computer in two ways: by a request to our address, which
// carries its Origin, and by a name of its own that it lets point here (DNS rebinding), which stands in Host.

import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** Returns why the caller is refused; undefined if it is welcome. `hosts` are names, beside those of loopback. */
export function checkCaller({ headers, socket }: IncomingMessage, hosts: readonly string[]): string | undefined {
  const { host = '', origin } = headers;
  // With TLS the browser has compared the name with our certificate.
  if (!(socket as TLSSocket).encrypted && !isOwnName(readHostName(host), hosts)) {
    return `Expected a Host that is an IP address, localhost or a name of --playground-host, found "${cut(host)}".`;
  }
  if (origin !== undefined && !isSameHost(origin, host)) {
    return `Expected a request of this site, found the Origin "${cut(origin)}".`;
  }
  return undefined;
}

function readHostName(host: string): string {
  return readUrl(`http://${host}`)?.hostname.replace(/^\[(.*)\]$/, '$1') ?? '';
}

// Nobody else can let an address, or localhost, point to us.
function isOwnName(name: string, hosts: readonly string[]): boolean {
  return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || hosts.includes(name);
}

// Only the host counts: a proxy in front of us may speak TLS where we do not.
function isSameHost(origin: string, host: string): boolean {
  const from = readUrl(origin);
  return (
    from !== undefined && /^https?:$/.test(from.protocol) && from.host === readUrl(`${from.protocol}//${host}`)?.host
  );
}

function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function cut(text: string): string {
  return text.length > 64 ? `${text.slice(0, 64)}…` : text;
}
