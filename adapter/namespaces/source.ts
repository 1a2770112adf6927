// Where the adapter learns the labels and annotations of a namespace: nowhere, from a file, or from the cluster.
//
// A source never answers "no labels" when it does not know: every way of not knowing is a reason of its own.

/** What is known about one namespace. `reason` says why nothing is known. */
export type NamespaceLookup =
  | {
      readonly found: true;
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
    }
  | {
      readonly found: false;
      readonly reason:
        | 'NAMESPACES_NOT_CONFIGURED'
        | 'NAMESPACE_NOT_FOUND'
        | 'NAMESPACE_FORBIDDEN'
        | 'NAMESPACE_LOOKUP_TIMED_OUT'
        | 'NAMESPACE_LOOKUP_FAILED';
    };

export interface NamespaceSource {
  /**
   * Looks one namespace up. Never throws and never rejects: failures are answers.
   * @param options.deadline milliseconds since the epoch; the answer comes before it
   */
  lookup(name: string, options: { readonly deadline: number }): NamespaceLookup | Promise<NamespaceLookup>;
  /** False until the source has something to answer from. Once true it stays true. */
  isReady(): boolean;
  /** Stops everything that runs in the background. */
  close(): Promise<void> | void;
}
