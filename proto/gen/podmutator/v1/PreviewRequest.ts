// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * PreviewRequest is a manifest and what is known about its surroundings.
 */
export interface PreviewRequest {
  /**
   * YAML or JSON text, one or many documents. List objects are taken apart. At most max_manifest_bytes.
   */
  'manifest'?: (string);
  /**
   * The namespace of objects that name none; "default" if empty.
   */
  'namespace'?: (string);
  /**
   * Labels of that namespace. Labels and annotations both empty mean "unknown", unless the manifest holds the Namespace.
   */
  'namespaceLabels'?: ({[key: string]: string});
  /**
   * Annotations of that namespace.
   */
  'namespaceAnnotations'?: ({[key: string]: string});
  /**
   * Names of the mutators to run; empty means all that are enabled.
   */
  'mutators'?: (string)[];
  /**
   * Only these objects, as "Kind/name"; empty means all. Others are left out of the results.
   */
  'objects'?: (string)[];
  /**
   * Whether to look for mistakes: PreviewResult.findings.
   */
  'lint'?: (boolean);
  /**
   * Whether to look for the changes that would turn each decision: MutatorResult.flips.
   */
  'flips'?: (boolean);
  '_lint'?: "lint";
  '_flips'?: "flips";
}

/**
 * PreviewRequest is a manifest and what is known about its surroundings.
 */
export interface PreviewRequest__Output {
  /**
   * YAML or JSON text, one or many documents. List objects are taken apart. At most max_manifest_bytes.
   */
  'manifest': (string);
  /**
   * The namespace of objects that name none; "default" if empty.
   */
  'namespace': (string);
  /**
   * Labels of that namespace. Labels and annotations both empty mean "unknown", unless the manifest holds the Namespace.
   */
  'namespaceLabels': ({[key: string]: string});
  /**
   * Annotations of that namespace.
   */
  'namespaceAnnotations': ({[key: string]: string});
  /**
   * Names of the mutators to run; empty means all that are enabled.
   */
  'mutators': (string)[];
  /**
   * Only these objects, as "Kind/name"; empty means all. Others are left out of the results.
   */
  'objects': (string)[];
  /**
   * Whether to look for mistakes: PreviewResult.findings.
   */
  'lint'?: (boolean);
  /**
   * Whether to look for the changes that would turn each decision: MutatorResult.flips.
   */
  'flips'?: (boolean);
  '_lint'?: "lint";
  '_flips'?: "flips";
}
