// Keeps pages of others away from the playground.
//
// A page on the Internet can make a browser connect to this computer in two ways: by a request to our address, which
// carries its Origin, and by a name of its own that it lets point here (DNS rebinding), which stands in Host.

import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** Returns why the caller is rejected; undefined if it is welcome. `hosts` are names, beside those of loopback. */
export function checkCaller(request: IncomingMessage, hosts: readonly string[]): string | undefined {
  const { host: text = '', origin } = request.headers;
  const host = readHost(text);
  // Of several, Node keeps the first; whatever is in front of us may have looked at another one.
  if (host === undefined || request.headersDistinct['host']?.length !== 1) {
    return `Expected one Host that is a name or an IP address, with a port if need be, found "${cut(text)}".`;
  }
  // With TLS the browser has compared the name with our certificate.
  if (!(request.socket as TLSSocket).encrypted && !isOwnName(host.name, hosts)) {
    return `Expected a Host that is an IP address, localhost or a name of --playground-host, found "${cut(text)}".`;
  }
  if (origin !== undefined && !isSameHost(origin, host)) {
    return `Expected a request of this site, found the Origin "${cut(origin)}".`;
  }
  return undefined;
}

interface Host {
  /** In lower case; an IPv6 address without its brackets. */
  readonly name: string;
  readonly port: number | undefined;
}

const hostForm = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9._-]{1,253}))(?::([0-9]{1,5}))?$/;

// Not `new URL`: it takes user names, paths, backslashes and white space, and what follows them is not what a browser
// has connected to.
function readHost(text: string): Host | undefined {
  const [, ipv6, name = ipv6, port] = hostForm.exec(text.toLowerCase()) ?? [];
  if (name === undefined || (ipv6 !== undefined && !isIPv6(ipv6))) {
    return undefined;
  }
  return { name, port: port === undefined ? undefined : Number(port) };
}

// Nobody else can let an address, or localhost, point to us.
function isOwnName(name: string, hosts: readonly string[]): boolean {
  return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || hosts.includes(name);
}

const defaultPorts: ReadonlyMap<string | undefined, number> = new Map([
  ['http', 80],
  ['https', 443],
]);

// Only the host counts: a proxy in front of us may speak TLS where we do not.
function isSameHost(origin: string, host: Host): boolean {
  const [, scheme, text = ''] = /^(https?):\/\/(.*)$/i.exec(origin) ?? [];
  const defaultPort = defaultPorts.get(scheme?.toLowerCase());
  const from = readHost(text);
  return from !== undefined && from.name === host.name && (from.port ?? defaultPort) === (host.port ?? defaultPort);
}

function cut(text: string): string {
  return text.length > 64 ? `${text.slice(0, 64)}…` : text;
}
