// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * NamespaceFacts is what is known about a Namespace. That it is there is knowledge: labels and annotations that are not in
 * it do not exist.
 */
export interface NamespaceFacts {
  /**
   * The name. In a MutatePodRequest it is that of the request, and may be left empty.
   */
  'name'?: (string);
  /**
   * All its labels. kubernetes.io/metadata.name, which every stored Namespace carries, need not be among them.
   */
  'labels'?: ({[key: string]: string});
  /**
   * All its annotations.
   */
  'annotations'?: ({[key: string]: string});
}

/**
 * NamespaceFacts is what is known about a Namespace. That it is there is knowledge: labels and annotations that are not in
 * it do not exist.
 */
export interface NamespaceFacts__Output {
  /**
   * The name. In a MutatePodRequest it is that of the request, and may be left empty.
   */
  'name': (string);
  /**
   * All its labels. kubernetes.io/metadata.name, which every stored Namespace carries, need not be among them.
   */
  'labels': ({[key: string]: string});
  /**
   * All its annotations.
   */
  'annotations': ({[key: string]: string});
}
