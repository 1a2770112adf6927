// What decisions and settings leave behind in log and metrics, without the libraries that do it: a process that
// decides once and ends leaves nothing behind, and need not load them. pino and prom-client fit these types.

export interface DecisionLog {
  info(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface DecisionMetrics {
  readonly mutatorResults: { inc(labels: Record<'mutator' | 'outcome' | 'reason', string>): void };
  readonly patchCheckFailures: { inc(): void };
}

export interface SettingsMetrics {
  readonly settingsReloadWorked: { set(value: number): void };
  readonly settingsLoadedAt: { set(value: number): void };
  setSettingsRevision(revision: string): void;
}
