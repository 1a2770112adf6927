// What a person has put into the page: all of it travels in a share link, and nothing else does.

export interface Pair {
  readonly key: string;
  readonly value: string;
}

export interface PlaygroundState {
  readonly manifest: string;
  /** Where objects live that name no namespace. */
  readonly namespace: string;
  /** Whether labels and annotations of that namespace are known, as they are in a cluster that works. */
  readonly isNamespaceKnown: boolean;
  readonly labels: readonly Pair[];
  readonly annotations: readonly Pair[];
  readonly layout: 'unified' | 'split';
}

/** What changed the state. Whoever changed it need not be told. */
export type Origin = 'editor' | 'context' | 'page';

type Listener = (state: PlaygroundState, origin: Origin) => void;

export interface Store {
  readonly current: () => PlaygroundState;
  readonly update: (change: Partial<PlaygroundState>, origin: Origin) => void;
  readonly subscribe: (listener: Listener) => void;
}

export function createStore(initial: PlaygroundState): Store {
  let state = initial;
  const listeners: Listener[] = [];
  return {
    current: () => state,
    update(change, origin) {
      state = { ...state, ...change };
      for (const listener of listeners) listener(state, origin);
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
