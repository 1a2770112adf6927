// Addresses as people write them: `:8443`, `127.0.0.1:8080`, `[::1]:8443`, `unix:/run/podmutator.sock`.

export type Address =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

/**
 * Reads an address. An empty host means all interfaces, IPv4 and IPv6.
 * @throws Error saying what was expected
 */
export function readAddress(text: string): Address {
  if (text.startsWith('unix:')) {
    const path = text.slice('unix:'.length).replace(/^\/\/(?=\/)/, '');
    if (path === '') throw new Error(`"${text}": expected a path after "unix:"`);
    return { kind: 'unix', path };
  }
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (!match || port > 65_535) {
    throw new Error(`"${text}": expected host:port, [host]:port, :port or unix:/path`);
  }
  return { kind: 'tcp', host: match[1] || match[2] || '::', port };
}

/** Writes an address as a person would type it. */
export function formatAddress(address: Address): string {
  if (address.kind === 'unix') {
    return `unix:${address.path}`;
  }
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}
