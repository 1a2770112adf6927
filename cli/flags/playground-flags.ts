// The flags of the playground, what they mean, and where a browser finds it.

import { fileURLToPath } from 'node:url';
import type { Adapter } from '../../adapter/main.js';
import type { PlaygroundOptions } from '../../adapter/playground/playground.js';
import { type Address, formatAddress, readAddress } from '../../runtime/address.js';
import { buildFolder } from '../../runtime/folders.js';
import { type FlagValues, UsageError } from './flags.js';

const defaultAddress = '127.0.0.1:8082';

/** Where `npm run build` puts the page. */
const webFolder = fileURLToPath(new URL('web', buildFolder));

export const playgroundFlags = {
  playground: {
    about:
      'Serve a page that previews manifests, and POST /preview for it. Not for everybody: whoever reaches it can ask.',
  },
  'playground-addr': {
    value: 'HOST:PORT',
    about: `Where to serve the playground, plain HTTP (default ${defaultAddress}). The address of --addr means: there, with its TLS.`,
  },
  'playground-host': {
    value: 'NAME',
    about:
      'A host name by which browsers reach the playground, beside IP addresses and localhost. May be given several times.',
    isList: true,
  },
} as const;

type PlaygroundValues = FlagValues<typeof playgroundFlags> & { readonly addr: string };

/** What the playground is to be; undefined means that there is none. */
export function readPlayground(values: PlaygroundValues): PlaygroundOptions | undefined {
  const { playground, 'playground-addr': address = defaultAddress, 'playground-host': hosts, addr } = values;
  if (!playground) {
    if (values['playground-addr'] !== undefined || hosts.length > 0) {
      throw new UsageError('--playground-addr and --playground-host need --playground');
    }
    return undefined;
  }
  const wanted = readOwnAddress(address);
  const names = wanted.kind === 'tcp' ? [wanted.host, ...hosts] : hosts;
  return {
    ...(!isSameAddress(wanted, readAddress(addr)) && { address }),
    folder: webFolder,
    hosts: names.map((name) => name.toLowerCase()),
  };
}

function readOwnAddress(text: string): Address {
  try {
    return readAddress(text);
  } catch (cause) {
    throw new UsageError(`--playground-addr: ${(cause as Error).message}`, { cause });
  }
}

// Two ports that the system chooses are never the same.
function isSameAddress(one: Address, other: Address): boolean {
  return formatAddress(one) === formatAddress(other) && !(one.kind === 'tcp' && one.port === 0);
}

/** Where to open the playground in a browser; undefined without one. */
export function formatPlaygroundUrl(
  { playgroundAddress: own, address }: Pick<Adapter, 'address' | 'playgroundAddress'>,
  options: PlaygroundOptions | undefined,
  isTls: boolean,
): string | undefined {
  if (!options) {
    return undefined;
  }
  const at = own ?? address;
  if (at.startsWith('unix:')) {
    return at;
  }
  // Nobody can type "all interfaces" into a browser.
  const host = at.replace(/^(?:\[::\]|0\.0\.0\.0):/, 'localhost:');
  return `${isTls && own === undefined ? 'https' : 'http'}://${host}/playground/`;
}
