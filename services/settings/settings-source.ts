// The settings in effect, and how they got there. A file is read again whenever it changes; one that cannot be read
// or is wrong leaves the last good settings in effect, and says so in the log, a metric and GetServerInfo.

import { basename } from 'node:path';
import type { Timestamp__Output } from '../../proto/gen/google/protobuf/Timestamp.js';
import type { SettingsState__Output } from '../../proto/gen/podmutator/v1/SettingsState.js';
import { readTextFile } from '../../runtime/read-text-file.js';
import { watchFiles } from '../../runtime/watch-file.js';
import type { DecisionLog, SettingsMetrics } from '../decisions/decision-records.js';
import type { Mutator } from '../decisions/mutator.js';
import {
  computeRevision,
  listChanges,
  readDefaultSettings,
  readSettings,
  type Settings,
  SettingsError,
} from './settings.js';

/** A settings file is written by people; what is larger is something else. */
export const settingsBytesMax = 256 * 1024;

/** Settings whose change the log names. */
const changesTold = 10;

export interface LoadedSettings {
  readonly settings: Settings;
  /** "sha256:" and 64 hexadecimal digits. */
  readonly revision: string;
}

interface LoadedFile extends LoadedSettings {
  readonly text: string;
}

export interface SettingsSource {
  readonly current: () => LoadedSettings;
  /** As GetServerInfo tells it. */
  readonly state: () => SettingsState__Output;
  /** Hands new settings to `listener` before they come into force. If it throws, they do not. */
  readonly subscribe: (listener: (next: LoadedSettings) => void) => void;
  readonly close: () => void;
}

export interface SettingsSourceOptions {
  /** Undefined: the defaults, for ever. */
  readonly file: string | undefined;
  readonly mutators: readonly Mutator[];
  readonly logger: DecisionLog;
  readonly metrics: SettingsMetrics;
  readonly intervalMs?: number;
}

/**
 * Reads the settings and keeps reading them.
 * @throws SettingsError if the first try fails
 */
export async function openSettings(options: SettingsSourceOptions): Promise<SettingsSource> {
  const { file, mutators, logger, metrics, intervalMs } = options;
  const listeners: ((next: LoadedSettings) => void)[] = [];
  let current = await loadSettings(file, mutators);
  let state = worked(file);
  report();

  function report(): void {
    metrics.settingsReloadWorked.set(state.lastTryWorked ? 1 : 0);
    metrics.settingsLoadedAt.set(Number(state.loadedAt?.seconds) + (state.loadedAt?.nanos ?? 0) / 1e9);
    metrics.setSettingsRevision(current.revision);
  }

  async function reload(): Promise<void> {
    try {
      const next = await loadSettings(file, mutators);
      checkWhole(next, current);
      for (const listener of listeners) {
        listener(next);
      }
      const changes = listChanges(current.settings, next.settings);
      current = next;
      state = worked(file);
      logger.info(
        { file, revision: current.revision, changed: changes.slice(0, changesTold), changes: changes.length },
        'settings reloaded',
      );
    } catch (thrown) {
      const problem = (thrown as Error).message.toWellFormed();
      // Callers need not know where the file is.
      const error = problem.replaceAll(file ?? '', basename(file ?? ''));
      state = { ...state, triedAt: toTimestamp(Date.now()), lastTryWorked: false, error };
      logger.error({ file, problem, revision: current.revision }, 'settings not reloaded; the last good ones stay');
    }
    report();
  }

  // One after the other: two reads at once could finish in the wrong order.
  let reloading = Promise.resolve();
  function enqueueReload(): void {
    reloading = reloading.then(reload);
  }
  const watch = file === undefined ? undefined : watchFiles([file], enqueueReload, intervalMs);
  return {
    current: () => current,
    state: () => state,
    subscribe: (listener) => void listeners.push(listener),
    close: () => watch?.close(),
  };
}

/** A time of the clock, in milliseconds, as the contract has it. */
export function toTimestamp(milliseconds: number): Timestamp__Output {
  return { seconds: String(Math.floor(milliseconds / 1000)), nanos: (milliseconds % 1000) * 1e6 };
}

/**
 * Reads the settings once; the defaults without a file.
 * @throws SettingsError with everything that is wrong
 */
export async function loadSettings(file: string | undefined, mutators: readonly Mutator[]): Promise<LoadedFile> {
  if (file === undefined) {
    const settings = readDefaultSettings(mutators);
    return { settings, revision: computeRevision(settings), text: '' };
  }
  const text = await readSettingsText(file);
  const settings = readSettings(text, { mutators, source: file });
  return { settings, revision: computeRevision(settings), text };
}

// A file that is half written can be good YAML: "proxyPort: 40" of 4001. What begins like the last good text and ends
// within one of its lines is one. Where it ends with a line nobody can tell; the log names what has changed.
function checkWhole(next: LoadedFile, last: LoadedFile): void {
  const isCut = next.text.length < last.text.length && last.text.startsWith(next.text) && !next.text.endsWith('\n');
  if (isCut && next.revision !== last.revision) {
    const line = next.text.split('\n').length;
    throw new SettingsError(
      `expected a whole file, found the first ${next.text.length} of the last good ${last.text.length} characters, cut off in line ${line}; if that is meant, end it with a line break`,
    );
  }
}

function worked(file: string | undefined): SettingsState__Output {
  const now = toTimestamp(Date.now());
  return { path: basename(file ?? '').toWellFormed(), loadedAt: now, triedAt: now, lastTryWorked: true, error: '' };
}

async function readSettingsText(file: string): Promise<string> {
  try {
    return await readTextFile(file, settingsBytesMax);
  } catch (cause) {
    throw new SettingsError(`${file}: cannot be read: ${(cause as Error).message}`, { cause });
  }
}
