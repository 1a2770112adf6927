// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * PodBasis is what the decisions about an object were made on.
 */
export const PodBasis = {
  /**
   * POD_BASIS_UNSPECIFIED: the object holds no Pod, or could not be evaluated.
   */
  POD_BASIS_UNSPECIFIED: 'POD_BASIS_UNSPECIFIED',
  /**
   * POD_BASIS_POD: the object is a Pod.
   */
  POD_BASIS_POD: 'POD_BASIS_POD',
  /**
   * POD_BASIS_TEMPLATE: the Pod that the controller of this kind makes of its template.
   */
  POD_BASIS_TEMPLATE: 'POD_BASIS_TEMPLATE',
  /**
   * POD_BASIS_FOUND_TEMPLATE: EXPERIMENTAL, not sent yet: a template in an object of a kind that is not known.
   */
  POD_BASIS_FOUND_TEMPLATE: 'POD_BASIS_FOUND_TEMPLATE',
  /**
   * POD_BASIS_FACTS: EXPERIMENTAL, not sent yet: the Pod cannot be seen. Outcomes are OUTCOME_UNKNOWN, without operations.
   */
  POD_BASIS_FACTS: 'POD_BASIS_FACTS',
} as const;

/**
 * PodBasis is what the decisions about an object were made on.
 */
export type PodBasis =
  /**
   * POD_BASIS_UNSPECIFIED: the object holds no Pod, or could not be evaluated.
   */
  | 'POD_BASIS_UNSPECIFIED'
  | 0
  /**
   * POD_BASIS_POD: the object is a Pod.
   */
  | 'POD_BASIS_POD'
  | 1
  /**
   * POD_BASIS_TEMPLATE: the Pod that the controller of this kind makes of its template.
   */
  | 'POD_BASIS_TEMPLATE'
  | 2
  /**
   * POD_BASIS_FOUND_TEMPLATE: EXPERIMENTAL, not sent yet: a template in an object of a kind that is not known.
   */
  | 'POD_BASIS_FOUND_TEMPLATE'
  | 3
  /**
   * POD_BASIS_FACTS: EXPERIMENTAL, not sent yet: the Pod cannot be seen. Outcomes are OUTCOME_UNKNOWN, without operations.
   */
  | 'POD_BASIS_FACTS'
  | 4

/**
 * PodBasis is what the decisions about an object were made on.
 */
export type PodBasis__Output = typeof PodBasis[keyof typeof PodBasis]
