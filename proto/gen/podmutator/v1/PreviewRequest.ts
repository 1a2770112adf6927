// Original file: proto/podmutator/v1/pod_mutator.proto

import type { NamespaceFacts as _podmutator_v1_NamespaceFacts, NamespaceFacts__Output as _podmutator_v1_NamespaceFacts__Output } from '../../podmutator/v1/NamespaceFacts.js';
import type { TextOrigin as _podmutator_v1_TextOrigin, TextOrigin__Output as _podmutator_v1_TextOrigin__Output } from '../../podmutator/v1/TextOrigin.js';
import type { TemplatePath as _podmutator_v1_TemplatePath, TemplatePath__Output as _podmutator_v1_TemplatePath__Output } from '../../podmutator/v1/TemplatePath.js';
import type { PreviewOutput as _podmutator_v1_PreviewOutput, PreviewOutput__Output as _podmutator_v1_PreviewOutput__Output } from '../../podmutator/v1/PreviewOutput.js';
import type { ObjectRef as _podmutator_v1_ObjectRef, ObjectRef__Output as _podmutator_v1_ObjectRef__Output } from '../../podmutator/v1/ObjectRef.js';

/**
 * PreviewRequest is a manifest and what is known about its surroundings.
 */
export interface PreviewRequest {
  /**
   * YAML or JSON text, one or many documents. List objects are taken apart. At most max_manifest_bytes, together with
   * context_manifests.
   */
  'manifest'?: (string);
  /**
   * The namespace of objects that name none, a DNS label; "default" if empty.
   */
  'namespace'?: (string);
  /**
   * Short form of namespaces for that one: its labels. Labels and annotations both empty mean "unknown".
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
   * Only these objects, as "Kind/name"; others are left out of the results. All, if objects and only are empty.
   */
  'objects'?: (string)[];
  /**
   * Short form of PREVIEW_OUTPUT_FINDINGS, beside what outputs says.
   */
  'lint'?: (boolean);
  /**
   * Short form of PREVIEW_OUTPUT_ALTERNATIVES, beside what outputs says.
   */
  'alternatives'?: (boolean);
  /**
   * What is known about namespaces, each by its name. A Namespace of the manifest beats one of context_manifests, and
   * that beats one of these.
   */
  'namespaces'?: (_podmutator_v1_NamespaceFacts)[];
  /**
   * YAML or JSON texts whose objects are facts and get no results: Namespaces. Documents that hold none are not read.
   */
  'contextManifests'?: (string)[];
  /**
   * Where manifest begins, if it is a part of a larger text.
   */
  'origin'?: (_podmutator_v1_TextOrigin | null);
  /**
   * EXPERIMENTAL, not yet evaluated: UNIMPLEMENTED with FIELD_NOT_HONOURED. Where further kinds hold Pod templates.
   */
  'templatePaths'?: (_podmutator_v1_TemplatePath)[];
  /**
   * What to tell beside identity, verdict, decisions and warnings; empty: all but findings and alternatives.
   */
  'outputs'?: (_podmutator_v1_PreviewOutput)[];
  /**
   * Only these objects, and those that objects names.
   */
  'only'?: (_podmutator_v1_ObjectRef)[];
  /**
   * The largest response that the caller takes, in bytes, up to Limits.max_response_bytes. 0 means 4 MiB, the default of
   * most clients. In place of a larger one the call fails with RESOURCE_EXHAUSTED (ANSWER_TOO_LARGE).
   */
  'maxResponseBytes'?: (number);
}

/**
 * PreviewRequest is a manifest and what is known about its surroundings.
 */
export interface PreviewRequest__Output {
  /**
   * YAML or JSON text, one or many documents. List objects are taken apart. At most max_manifest_bytes, together with
   * context_manifests.
   */
  'manifest': (string);
  /**
   * The namespace of objects that name none, a DNS label; "default" if empty.
   */
  'namespace': (string);
  /**
   * Short form of namespaces for that one: its labels. Labels and annotations both empty mean "unknown".
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
   * Only these objects, as "Kind/name"; others are left out of the results. All, if objects and only are empty.
   */
  'objects': (string)[];
  /**
   * Short form of PREVIEW_OUTPUT_FINDINGS, beside what outputs says.
   */
  'lint': (boolean);
  /**
   * Short form of PREVIEW_OUTPUT_ALTERNATIVES, beside what outputs says.
   */
  'alternatives': (boolean);
  /**
   * What is known about namespaces, each by its name. A Namespace of the manifest beats one of context_manifests, and
   * that beats one of these.
   */
  'namespaces': (_podmutator_v1_NamespaceFacts__Output)[];
  /**
   * YAML or JSON texts whose objects are facts and get no results: Namespaces. Documents that hold none are not read.
   */
  'contextManifests': (string)[];
  /**
   * Where manifest begins, if it is a part of a larger text.
   */
  'origin': (_podmutator_v1_TextOrigin__Output | null);
  /**
   * EXPERIMENTAL, not yet evaluated: UNIMPLEMENTED with FIELD_NOT_HONOURED. Where further kinds hold Pod templates.
   */
  'templatePaths': (_podmutator_v1_TemplatePath__Output)[];
  /**
   * What to tell beside identity, verdict, decisions and warnings; empty: all but findings and alternatives.
   */
  'outputs': (_podmutator_v1_PreviewOutput__Output)[];
  /**
   * Only these objects, and those that objects names.
   */
  'only': (_podmutator_v1_ObjectRef__Output)[];
  /**
   * The largest response that the caller takes, in bytes, up to Limits.max_response_bytes. 0 means 4 MiB, the default of
   * most clients. In place of a larger one the call fails with RESOURCE_EXHAUSTED (ANSWER_TOO_LARGE).
   */
  'maxResponseBytes': (number);
}
