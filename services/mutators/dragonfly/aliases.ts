// Moves settings that stand under the names of their origins, so that settings files of those can be brought along.
//
// An alias is known only under the profile of its origin, and never beside the setting that it stands for.

import type { ProfileName } from './profiles.js';
import type { AliasKey, SettingsInput } from './settings-input.js';

/** Reports what is wrong at a path in the settings. */
export type Report = (path: readonly string[], message: string) => void;

const profileOf: Readonly<Record<AliasKey, ProfileName>> = {
  enable: 'p2p-webhook',
  proxy_port: 'p2p-webhook',
  cli_tools_image: 'p2p-webhook',
  cli_tools_dir_path: 'p2p-webhook',
  initContainerImage: 'injector',
};

/** Moves the values of aliases to the settings that they stand for. */
export function replaceAliases(given: SettingsInput, report: Report): Omit<SettingsInput, AliasKey> {
  for (const [alias, profile] of Object.entries(profileOf)) {
    if (Object.hasOwn(given, alias) && given.profile !== profile) {
      report([alias], `expected profile "${profile}", which alone knows this name; the profile is "${given.profile}"`);
    }
  }
  const { enable, proxy_port, cli_tools_image, cli_tools_dir_path, initContainerImage: parts, ...own } = given;
  const pick = <Value>(name: string, own: Value | undefined, alias: readonly string[], value: Value | undefined) => {
    if (own !== undefined && value !== undefined) {
      report(alias, `expected either this alias or its own name "${name}", found both`);
    }
    return own ?? value;
  };
  const { image, imagePullPolicy, ...container } = own.initContainer ?? {};
  const imageAlias = cli_tools_image === undefined ? 'initContainerImage' : 'cli_tools_image';
  const secrets = parts?.pullSecrets?.map((secret) => (typeof secret === 'string' ? secret : secret.name));
  return {
    ...own,
    ...withoutUndefined({
      enabled: pick('enabled', own.enabled, ['enable'], enable),
      proxyPort: pick('proxyPort', own.proxyPort, ['proxy_port'], proxy_port),
      toolsSourcePath: pick('toolsSourcePath', own.toolsSourcePath, ['cli_tools_dir_path'], cli_tools_dir_path),
      pullSecrets: pick('pullSecrets', own.pullSecrets, ['initContainerImage', 'pullSecrets'], secrets),
    }),
    initContainer: {
      ...container,
      ...withoutUndefined({
        image: pick('initContainer.image', image, [imageAlias], cli_tools_image ?? composeReference(parts)),
        imagePullPolicy: pick(
          'initContainer.imagePullPolicy',
          imagePullPolicy,
          ['initContainerImage', 'pullPolicy'],
          parts?.pullPolicy,
        ),
      }),
    },
  };
}

function withoutUndefined<T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

// The origin's own way: registry/repository, then a tag, then a digest. Undefined if no part is given.
function composeReference(parts: NonNullable<SettingsInput['initContainerImage']> = {}): string | undefined {
  const { registry, repository, tag, digest } = parts;
  if ([registry, repository, tag, digest].every((part) => part === undefined)) {
    return undefined;
  }
  const effectiveTag = tag ?? (digest ? '' : 'v1.3.0');
  const suffix = `${effectiveTag && `:${effectiveTag}`}${digest ? `@${digest}` : ''}`;
  return `${registry ?? 'docker.io'}/${repository ?? 'dragonflyoss/client'}${suffix}`;
}
