// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Operation as _podmutator_v1_Operation, Operation__Output as _podmutator_v1_Operation__Output } from '../../podmutator/v1/Operation.js';
import type { View as _podmutator_v1_View, View__Output as _podmutator_v1_View__Output } from '../../podmutator/v1/View.js';
import type { NamespaceFacts as _podmutator_v1_NamespaceFacts, NamespaceFacts__Output as _podmutator_v1_NamespaceFacts__Output } from '../../podmutator/v1/NamespaceFacts.js';

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
   * The Pod as UTF-8 JSON. At most max_pod_bytes. May be empty only if operation is DELETE or CONNECT. An object without
   * apiVersion and kind whose spec.containers is a list is a Pod: that is how clients of Kubernetes hold Pods, and
   * PodTemplateSpecs.
   */
  'podJson'?: (Buffer | Uint8Array | string);
  /**
   * The namespace in which the Pod is created, a DNS label or empty. It decides, not metadata.namespace of the Pod, which
   * is often empty.
   */
  'namespace'?: (string);
  /**
   * Short form of namespace_facts for stored Namespaces, which carry the label kubernetes.io/metadata.name: labels of that
   * namespace. Labels and annotations both empty mean "unknown".
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
   * Whether the caller only tries. The decision is the same, and nothing is ever stored.
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
  /**
   * What is known about that namespace; absent: what the two maps say. Not together with them.
   */
  'namespaceFacts'?: (_podmutator_v1_NamespaceFacts | null);
  /**
   * The largest response that the caller takes, in bytes, up to Limits.max_response_bytes. 0 means 4 MiB, the default of
   * most clients. In place of a larger one the call fails with RESOURCE_EXHAUSTED (ANSWER_TOO_LARGE).
   */
  'maxResponseBytes'?: (number);
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
   * The Pod as UTF-8 JSON. At most max_pod_bytes. May be empty only if operation is DELETE or CONNECT. An object without
   * apiVersion and kind whose spec.containers is a list is a Pod: that is how clients of Kubernetes hold Pods, and
   * PodTemplateSpecs.
   */
  'podJson': (Buffer);
  /**
   * The namespace in which the Pod is created, a DNS label or empty. It decides, not metadata.namespace of the Pod, which
   * is often empty.
   */
  'namespace': (string);
  /**
   * Short form of namespace_facts for stored Namespaces, which carry the label kubernetes.io/metadata.name: labels of that
   * namespace. Labels and annotations both empty mean "unknown".
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
   * Whether the caller only tries. The decision is the same, and nothing is ever stored.
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
  /**
   * What is known about that namespace; absent: what the two maps say. Not together with them.
   */
  'namespaceFacts': (_podmutator_v1_NamespaceFacts__Output | null);
  /**
   * The largest response that the caller takes, in bytes, up to Limits.max_response_bytes. 0 means 4 MiB, the default of
   * most clients. In place of a larger one the call fails with RESOURCE_EXHAUSTED (ANSWER_TOO_LARGE).
   */
  'maxResponseBytes': (number);
}
