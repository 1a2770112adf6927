// One way to have Pods changed at their creation: what is told to the API server, and the processes behind it.

/** Something to be created in the cluster. */
export interface ClusterObject {
  /** The path of its kind, such as /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations. */
  readonly path: string;
  readonly object: object;
}

export interface Setup {
  readonly name: string;
  readonly title: string;
  readonly objects: readonly ClusterObject[];
  /** Besides the API server; none for what happens inside of it. */
  readonly pids: readonly number[];
  /** Where its webhook takes reviews, and the authority of its certificate; none for what happens inside. */
  readonly webhook?: { readonly url: string; readonly ca: string };
  /** Whether its Pods must be those of the product. */
  readonly isAlike: boolean;
  stop(): Promise<void>;
}
