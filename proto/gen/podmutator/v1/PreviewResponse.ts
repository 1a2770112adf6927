// Original file: proto/podmutator/v1/pod_mutator.proto

import type { PreviewResult as _podmutator_v1_PreviewResult, PreviewResult__Output as _podmutator_v1_PreviewResult__Output } from '../../podmutator/v1/PreviewResult.js';
import type { PreviewDocument as _podmutator_v1_PreviewDocument, PreviewDocument__Output as _podmutator_v1_PreviewDocument__Output } from '../../podmutator/v1/PreviewDocument.js';
import type { ObjectRef as _podmutator_v1_ObjectRef, ObjectRef__Output as _podmutator_v1_ObjectRef__Output } from '../../podmutator/v1/ObjectRef.js';

/**
 * PreviewResponse is what would happen to the Pods of the manifest.
 */
export interface PreviewResponse {
  /**
   * One result for each object, in the order of the manifest.
   */
  'results'?: (_podmutator_v1_PreviewResult)[];
  /**
   * The settings that the decisions were made with.
   */
  'configRevision'?: (string);
  /**
   * The version of podmutator that decided. The same request to the same config_revision and engine_version gives the
   * same bytes.
   */
  'engineVersion'?: (string);
  /**
   * With PREVIEW_OUTPUT_DOCUMENTS: all documents, in order.
   */
  'documents'?: (_podmutator_v1_PreviewDocument)[];
  /**
   * The entries of objects and only that match no object of the manifest.
   */
  'unmatchedObjects'?: (_podmutator_v1_ObjectRef)[];
}

/**
 * PreviewResponse is what would happen to the Pods of the manifest.
 */
export interface PreviewResponse__Output {
  /**
   * One result for each object, in the order of the manifest.
   */
  'results': (_podmutator_v1_PreviewResult__Output)[];
  /**
   * The settings that the decisions were made with.
   */
  'configRevision': (string);
  /**
   * The version of podmutator that decided. The same request to the same config_revision and engine_version gives the
   * same bytes.
   */
  'engineVersion': (string);
  /**
   * With PREVIEW_OUTPUT_DOCUMENTS: all documents, in order.
   */
  'documents': (_podmutator_v1_PreviewDocument__Output)[];
  /**
   * The entries of objects and only that match no object of the manifest.
   */
  'unmatchedObjects': (_podmutator_v1_ObjectRef__Output)[];
}
