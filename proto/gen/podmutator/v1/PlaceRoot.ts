// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * PlaceRoot is what a JSON pointer of a Place leads into.
 */
export const PlaceRoot = {
  /**
   * PLACE_ROOT_UNSPECIFIED is never sent.
   */
  PLACE_ROOT_UNSPECIFIED: 'PLACE_ROOT_UNSPECIFIED',
  /**
   * PLACE_ROOT_POD: the Pod as it came, or as its controller would create it.
   */
  PLACE_ROOT_POD: 'PLACE_ROOT_POD',
  /**
   * PLACE_ROOT_PATCHED_POD: the Pod after the patch.
   */
  PLACE_ROOT_PATCHED_POD: 'PLACE_ROOT_PATCHED_POD',
  /**
   * PLACE_ROOT_DOCUMENT: the document of the manifest.
   */
  PLACE_ROOT_DOCUMENT: 'PLACE_ROOT_DOCUMENT',
  /**
   * PLACE_ROOT_NAMESPACE: the Namespace object.
   */
  PLACE_ROOT_NAMESPACE: 'PLACE_ROOT_NAMESPACE',
  /**
   * PLACE_ROOT_SETTINGS: the settings of the mutator.
   */
  PLACE_ROOT_SETTINGS: 'PLACE_ROOT_SETTINGS',
  /**
   * PLACE_ROOT_REQUEST: the AdmissionRequest, in the words of Kubernetes.
   */
  PLACE_ROOT_REQUEST: 'PLACE_ROOT_REQUEST',
} as const;

/**
 * PlaceRoot is what a JSON pointer of a Place leads into.
 */
export type PlaceRoot =
  /**
   * PLACE_ROOT_UNSPECIFIED is never sent.
   */
  | 'PLACE_ROOT_UNSPECIFIED'
  | 0
  /**
   * PLACE_ROOT_POD: the Pod as it came, or as its controller would create it.
   */
  | 'PLACE_ROOT_POD'
  | 1
  /**
   * PLACE_ROOT_PATCHED_POD: the Pod after the patch.
   */
  | 'PLACE_ROOT_PATCHED_POD'
  | 2
  /**
   * PLACE_ROOT_DOCUMENT: the document of the manifest.
   */
  | 'PLACE_ROOT_DOCUMENT'
  | 3
  /**
   * PLACE_ROOT_NAMESPACE: the Namespace object.
   */
  | 'PLACE_ROOT_NAMESPACE'
  | 4
  /**
   * PLACE_ROOT_SETTINGS: the settings of the mutator.
   */
  | 'PLACE_ROOT_SETTINGS'
  | 5
  /**
   * PLACE_ROOT_REQUEST: the AdmissionRequest, in the words of Kubernetes.
   */
  | 'PLACE_ROOT_REQUEST'
  | 6

/**
 * PlaceRoot is what a JSON pointer of a Place leads into.
 */
export type PlaceRoot__Output = typeof PlaceRoot[keyof typeof PlaceRoot]
