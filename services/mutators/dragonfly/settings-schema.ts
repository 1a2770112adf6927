// What an operator may write about this mutator, and the complete settings that come out of it.
//
// Input is sparse: a profile, and single values on top. Output is complete: every constant of the profile resolved,
// so that it can be printed, and even be written back as input.

import { replaceAliases } from './aliases.js';
import { findContradictions } from './contradictions.js';
import { type ProfileDefaults, type ProfileName, profiles } from './profiles.js';
import { settingsInput } from './settings-input.js';

/** The effective settings: plain JSON, complete. `initContainer.command` has no placeholders any more. */
export interface DragonflySettings extends ProfileDefaults {
  readonly profile: ProfileName;
}

export const settingsSchema = settingsInput
  .transform((given, context): DragonflySettings => {
    const report = (path: readonly string[], message: string): void =>
      context.addIssue({ code: 'custom', path: [...path], message });
    const settings = resolve(replaceAliases(given, report));
    findContradictions(settings, report);
    return settings;
  })
  .prefault({});

function resolve({ profile, ...given }: ReturnType<typeof replaceAliases>): DragonflySettings {
  const defaults = profiles[profile];
  const settings = {
    profile,
    ...defaults,
    ...given,
    namespaceLabel: { ...defaults.namespaceLabel, ...given.namespaceLabel },
    annotations: { ...defaults.annotations, ...given.annotations },
    initContainer: { ...defaults.initContainer, ...given.initContainer },
  };
  const { toolsSourcePath, toolsMountPath } = settings;
  const command =
    given.initContainer?.command ?? fillIn(defaults.initContainer.command, toolsSourcePath, toolsMountPath);
  return { ...settings, initContainer: { ...settings.initContainer, command } };
}

function fillIn(template: readonly string[], source: string, mount: string): readonly string[] {
  return template.map((word) => word.replace('{source}', () => source).replace('{mount}', () => mount));
}
