// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Operation as _podmutator_v1_Operation, Operation__Output as _podmutator_v1_Operation__Output } from '../../podmutator/v1/Operation.js';
import type { View as _podmutator_v1_View, View__Output as _podmutator_v1_View__Output } from '../../podmutator/v1/View.js';

/**
 * MutatePodRequest is one Pod and what is known about its surroundings.
 */
export interface MutatePodRequest {
  /**
   * An id of the caller's for logs; the admission adapter sends the uid of the AdmissionReview.
   */
  'uid'?: (string);
  /**
   * What is about to be done with the Pod.
   */
  'operation'?: (_podmutator_v1_Operation);
  /**
   * The Pod as UTF-8 JSON, apiVersion and kind included. At most max_pod_bytes. May be empty only if operation is DELETE or CONNECT.
   */
  'podJson'?: (Buffer | Uint8Array | string);
  /**
   * The namespace in which the Pod is created. It decides, not metadata.namespace of the Pod, which is often empty.
   */
  'namespace'?: (string);
  /**
   * Labels of that namespace. Labels and annotations both empty mean "unknown":
   * every stored Namespace carries the label kubernetes.io/metadata.name.
   */
  'namespaceLabels'?: ({[key: string]: string});
  /**
   * Annotations of that namespace.
   */
  'namespaceAnnotations'?: ({[key: string]: string});
  /**
   * The subresource of the request, such as "status" or "ephemeralcontainers"; empty for the Pod itself.
   */
  'subResource'?: (string);
  /**
   * Whether the caller only tries. Passed to logs; the decision is the same.
   */
  'dryRun'?: (boolean);
  /**
   * Names of the mutators to run, in any order; empty means all that are enabled. An unknown name is INVALID_ARGUMENT.
   */
  'mutators'?: (string)[];
  /**
   * How much to return.
   */
  'view'?: (_podmutator_v1_View);
}

/**
 * MutatePodRequest is one Pod and what is known about its surroundings.
 */
export interface MutatePodRequest__Output {
  /**
   * An id of the caller's for logs; the admission adapter sends the uid of the AdmissionReview.
   */
  'uid': (string);
  /**
   * What is about to be done with the Pod.
   */
  'operation': (_podmutator_v1_Operation__Output);
  /**
   * The Pod as UTF-8 JSON, apiVersion and kind included. At most max_pod_bytes. May be empty only if operation is DELETE or CONNECT.
   */
  'podJson': (Buffer);
  /**
   * The namespace in which the Pod is created. It decides, not metadata.namespace of the Pod, which is often empty.
   */
  'namespace': (string);
  /**
   * Labels of that namespace. Labels and annotations both empty mean "unknown":
   * every stored Namespace carries the label kubernetes.io/metadata.name.
   */
  'namespaceLabels': ({[key: string]: string});
  /**
   * Annotations of that namespace.
   */
  'namespaceAnnotations': ({[key: string]: string});
  /**
   * The subresource of the request, such as "status" or "ephemeralcontainers"; empty for the Pod itself.
   */
  'subResource': (string);
  /**
   * Whether the caller only tries. Passed to logs; the decision is the same.
   */
  'dryRun': (boolean);
  /**
   * Names of the mutators to run, in any order; empty means all that are enabled. An unknown name is INVALID_ARGUMENT.
   */
  'mutators': (string)[];
  /**
   * How much to return.
   */
  'view': (_podmutator_v1_View__Output);
}
