// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Verdict as _podmutator_v1_Verdict, Verdict__Output as _podmutator_v1_Verdict__Output } from '../../podmutator/v1/Verdict.js';
import type { MutatorResult as _podmutator_v1_MutatorResult, MutatorResult__Output as _podmutator_v1_MutatorResult__Output } from '../../podmutator/v1/MutatorResult.js';
import type { PreviewOperation as _podmutator_v1_PreviewOperation, PreviewOperation__Output as _podmutator_v1_PreviewOperation__Output } from '../../podmutator/v1/PreviewOperation.js';
import type { Warning as _podmutator_v1_Warning, Warning__Output as _podmutator_v1_Warning__Output } from '../../podmutator/v1/Warning.js';
import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from '../../google/rpc/Status.js';
import type { Impact as _podmutator_v1_Impact, Impact__Output as _podmutator_v1_Impact__Output } from '../../podmutator/v1/Impact.js';
import type { Finding as _podmutator_v1_Finding, Finding__Output as _podmutator_v1_Finding__Output } from '../../podmutator/v1/Finding.js';
import type { PreviewProblem as _podmutator_v1_PreviewProblem, PreviewProblem__Output as _podmutator_v1_PreviewProblem__Output } from '../../podmutator/v1/PreviewProblem.js';
import type { PodBasis as _podmutator_v1_PodBasis, PodBasis__Output as _podmutator_v1_PodBasis__Output } from '../../podmutator/v1/PodBasis.js';

/**
 * PreviewResult is what would happen to the Pods of one object.
 */
export interface PreviewResult {
  /**
   * The apiVersion of the object.
   */
  'apiVersion'?: (string);
  /**
   * The kind of the object.
   */
  'kind'?: (string);
  /**
   * The namespace in which it was evaluated; empty for objects that hold no Pod and name none.
   */
  'namespace'?: (string);
  /**
   * metadata.name, or metadata.generateName.
   */
  'name'?: (string);
  /**
   * The document in the manifest, counted from 0. Objects of one List share it.
   */
  'document'?: (number);
  /**
   * The line in the manifest where the object begins, counted from 1; for a document that cannot be read, where it begins.
   */
  'line'?: (number);
  /**
   * The sum of the outcomes.
   */
  'verdict'?: (_podmutator_v1_Verdict);
  /**
   * One result for each mutator, in the order in which they ran.
   */
  'mutators'?: (_podmutator_v1_MutatorResult)[];
  /**
   * The changes, in the order in which they apply.
   */
  'operations'?: (_podmutator_v1_PreviewOperation)[];
  /**
   * The changes as an RFC 6902 patch of the document; empty if nothing changes.
   */
  'jsonPatch'?: (string);
  /**
   * Deprecated: use PreviewResponse.documents. Given only if outputs is empty: the document after the changes of all its
   * objects, with the first object of it that changes.
   * @deprecated
   */
  'patchedManifest'?: (string);
  /**
   * The changes of this object as a unified diff of the document; empty if nothing changes.
   */
  'diff'?: (string);
  /**
   * What to act upon.
   */
  'warnings'?: (_podmutator_v1_Warning)[];
  /**
   * Why the object could not be evaluated; absent otherwise. The same as problem, in the form of any other error: the
   * message begins with the place, the metadata of google.rpc.ErrorInfo has pointer, line and column.
   */
  'error'?: (_google_rpc_Status | null);
  /**
   * What the changes mean for those who run the Pod; absent if there is no Pod, or it was not looked at.
   */
  'impact'?: (_podmutator_v1_Impact | null);
  /**
   * With PREVIEW_OUTPUT_FINDINGS: what looks like a mistake, in the order of the manifest.
   */
  'findings'?: (_podmutator_v1_Finding)[];
  /**
   * Whether an outcome is OUTCOME_UNKNOWN: with more facts there may be other changes, whatever verdict says.
   */
  'incomplete'?: (boolean);
  /**
   * Why the object could not be evaluated; absent otherwise.
   */
  'problem'?: (_podmutator_v1_PreviewProblem | null);
  /**
   * JSON pointer into the object to the Pod template; empty for a Pod. An object with several templates has a result for
   * each, in order.
   */
  'templatePath'?: (string);
  /**
   * What the decisions were made on.
   */
  'basis'?: (_podmutator_v1_PodBasis);
}

/**
 * PreviewResult is what would happen to the Pods of one object.
 */
export interface PreviewResult__Output {
  /**
   * The apiVersion of the object.
   */
  'apiVersion': (string);
  /**
   * The kind of the object.
   */
  'kind': (string);
  /**
   * The namespace in which it was evaluated; empty for objects that hold no Pod and name none.
   */
  'namespace': (string);
  /**
   * metadata.name, or metadata.generateName.
   */
  'name': (string);
  /**
   * The document in the manifest, counted from 0. Objects of one List share it.
   */
  'document': (number);
  /**
   * The line in the manifest where the object begins, counted from 1; for a document that cannot be read, where it begins.
   */
  'line': (number);
  /**
   * The sum of the outcomes.
   */
  'verdict': (_podmutator_v1_Verdict__Output);
  /**
   * One result for each mutator, in the order in which they ran.
   */
  'mutators': (_podmutator_v1_MutatorResult__Output)[];
  /**
   * The changes, in the order in which they apply.
   */
  'operations': (_podmutator_v1_PreviewOperation__Output)[];
  /**
   * The changes as an RFC 6902 patch of the document; empty if nothing changes.
   */
  'jsonPatch': (string);
  /**
   * Deprecated: use PreviewResponse.documents. Given only if outputs is empty: the document after the changes of all its
   * objects, with the first object of it that changes.
   * @deprecated
   */
  'patchedManifest': (string);
  /**
   * The changes of this object as a unified diff of the document; empty if nothing changes.
   */
  'diff': (string);
  /**
   * What to act upon.
   */
  'warnings': (_podmutator_v1_Warning__Output)[];
  /**
   * Why the object could not be evaluated; absent otherwise. The same as problem, in the form of any other error: the
   * message begins with the place, the metadata of google.rpc.ErrorInfo has pointer, line and column.
   */
  'error': (_google_rpc_Status__Output | null);
  /**
   * What the changes mean for those who run the Pod; absent if there is no Pod, or it was not looked at.
   */
  'impact': (_podmutator_v1_Impact__Output | null);
  /**
   * With PREVIEW_OUTPUT_FINDINGS: what looks like a mistake, in the order of the manifest.
   */
  'findings': (_podmutator_v1_Finding__Output)[];
  /**
   * Whether an outcome is OUTCOME_UNKNOWN: with more facts there may be other changes, whatever verdict says.
   */
  'incomplete': (boolean);
  /**
   * Why the object could not be evaluated; absent otherwise.
   */
  'problem': (_podmutator_v1_PreviewProblem__Output | null);
  /**
   * JSON pointer into the object to the Pod template; empty for a Pod. An object with several templates has a result for
   * each, in order.
   */
  'templatePath': (string);
  /**
   * What the decisions were made on.
   */
  'basis': (_podmutator_v1_PodBasis__Output);
}
