// The first failure of many connections, for whoever waits for all of them.

export interface FailureSignal {
  readonly fail: (error: Error) => void;
  /** Rejects with the first failure; never resolves. Nobody has to wait for it. */
  readonly failed: Promise<never>;
}

export function createFailureSignal(): FailureSignal {
  let fail: FailureSignal['fail'] = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  return { fail, failed };
}
