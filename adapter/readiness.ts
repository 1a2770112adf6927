// Whether new reviews should come here. Asked by the kubelet every few seconds, so each answer is a real attempt.

import type { PodMutatorApi } from '../proto/api.js';
import { PodMutatorError } from '../proto/errors.js';
import type { NamespaceSource } from './namespaces/source.js';

export interface Readiness {
  /** One sentence on why reviews should go elsewhere; undefined if they may come. */
  findObstacle(): Promise<string | undefined>;
  isStopping(): boolean;
  /** From now on the answer is "not ready". */
  stop(): void;
}

export interface ReadinessOptions {
  readonly api: PodMutatorApi;
  readonly namespaces: NamespaceSource;
  /** How long the service may take to answer, in milliseconds. */
  readonly timeoutMs: number;
}

export function createReadiness({ api, namespaces, timeoutMs }: ReadinessOptions): Readiness {
  let stopping = false;
  return {
    isStopping: () => stopping,
    stop() {
      stopping = true;
    },
    async findObstacle() {
      if (stopping) {
        return 'The webhook is stopping.';
      }
      if (!namespaces.isReady()) {
        return 'The namespaces are not known yet.';
      }
      return askService(api, timeoutMs);
    },
  };
}

async function askService(api: PodMutatorApi, timeoutMs: number): Promise<string | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  // The call should end by itself; a probe must end in any case.
  const late = new Promise<'late'>((resolve) => signal.addEventListener('abort', () => resolve('late')));
  try {
    const answer = await Promise.race([api.getServerInfo({ deadline: Date.now() + timeoutMs, signal }), late]);
    return answer === 'late' ? 'The mutation service does not answer in time.' : undefined;
  } catch (error) {
    const code = error instanceof PodMutatorError ? error.details.code : 'UNKNOWN';
    return `The mutation service does not answer: ${code}.`;
  }
}
