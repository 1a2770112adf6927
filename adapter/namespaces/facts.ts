// The part of a Namespace object that decisions are made from. Nothing else is kept in memory or sent on.

/** Labels and annotations of one namespace, as every source holds them. */
export interface NamespaceFacts {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The label that the API server puts on every namespace, and that marks a namespace as known. */
export const nameLabel = 'kubernetes.io/metadata.name';

// kubectl's copy of the whole manifest. No mutator reads it, and it can be as large as everything else together.
const appliedManifest = 'kubectl.kubernetes.io/last-applied-configuration';

export interface NamespaceMetadata {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>> | null | undefined;
  readonly annotations?: Readonly<Record<string, string>> | null | undefined;
}

/** Takes labels and annotations out of a Namespace; adds the name label, leaves out kubectl's copy of the manifest. */
export function readNamespaceFacts({ name, labels, annotations }: NamespaceMetadata): NamespaceFacts {
  const { [appliedManifest]: _, ...kept } = annotations ?? {};
  return { labels: { [nameLabel]: name, ...labels }, annotations: kept };
}
