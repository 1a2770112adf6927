import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Any as _google_protobuf_Any, Any__Output as _google_protobuf_Any__Output } from './google/protobuf/Any.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.js';
import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from './google/rpc/Status.js';
import type { Allowed as _podmutator_v1_Allowed, Allowed__Output as _podmutator_v1_Allowed__Output } from './podmutator/v1/Allowed.js';
import type { Alternative as _podmutator_v1_Alternative, Alternative__Output as _podmutator_v1_Alternative__Output } from './podmutator/v1/Alternative.js';
import type { AlternativeEdit as _podmutator_v1_AlternativeEdit, AlternativeEdit__Output as _podmutator_v1_AlternativeEdit__Output } from './podmutator/v1/AlternativeEdit.js';
import type { ChangedLines as _podmutator_v1_ChangedLines, ChangedLines__Output as _podmutator_v1_ChangedLines__Output } from './podmutator/v1/ChangedLines.js';
import type { Denied as _podmutator_v1_Denied, Denied__Output as _podmutator_v1_Denied__Output } from './podmutator/v1/Denied.js';
import type { Evidence as _podmutator_v1_Evidence, Evidence__Output as _podmutator_v1_Evidence__Output } from './podmutator/v1/Evidence.js';
import type { Finding as _podmutator_v1_Finding, Finding__Output as _podmutator_v1_Finding__Output } from './podmutator/v1/Finding.js';
import type { GetServerInfoRequest as _podmutator_v1_GetServerInfoRequest, GetServerInfoRequest__Output as _podmutator_v1_GetServerInfoRequest__Output } from './podmutator/v1/GetServerInfoRequest.js';
import type { GetServerInfoResponse as _podmutator_v1_GetServerInfoResponse, GetServerInfoResponse__Output as _podmutator_v1_GetServerInfoResponse__Output } from './podmutator/v1/GetServerInfoResponse.js';
import type { Impact as _podmutator_v1_Impact, Impact__Output as _podmutator_v1_Impact__Output } from './podmutator/v1/Impact.js';
import type { KeyInfo as _podmutator_v1_KeyInfo, KeyInfo__Output as _podmutator_v1_KeyInfo__Output } from './podmutator/v1/KeyInfo.js';
import type { Limits as _podmutator_v1_Limits, Limits__Output as _podmutator_v1_Limits__Output } from './podmutator/v1/Limits.js';
import type { LintRuleInfo as _podmutator_v1_LintRuleInfo, LintRuleInfo__Output as _podmutator_v1_LintRuleInfo__Output } from './podmutator/v1/LintRuleInfo.js';
import type { ListMutatorsRequest as _podmutator_v1_ListMutatorsRequest, ListMutatorsRequest__Output as _podmutator_v1_ListMutatorsRequest__Output } from './podmutator/v1/ListMutatorsRequest.js';
import type { ListMutatorsResponse as _podmutator_v1_ListMutatorsResponse, ListMutatorsResponse__Output as _podmutator_v1_ListMutatorsResponse__Output } from './podmutator/v1/ListMutatorsResponse.js';
import type { MutatePodRequest as _podmutator_v1_MutatePodRequest, MutatePodRequest__Output as _podmutator_v1_MutatePodRequest__Output } from './podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse as _podmutator_v1_MutatePodResponse, MutatePodResponse__Output as _podmutator_v1_MutatePodResponse__Output } from './podmutator/v1/MutatePodResponse.js';
import type { MutatePodsItem as _podmutator_v1_MutatePodsItem, MutatePodsItem__Output as _podmutator_v1_MutatePodsItem__Output } from './podmutator/v1/MutatePodsItem.js';
import type { MutatePodsItemResult as _podmutator_v1_MutatePodsItemResult, MutatePodsItemResult__Output as _podmutator_v1_MutatePodsItemResult__Output } from './podmutator/v1/MutatePodsItemResult.js';
import type { MutatePodsRequest as _podmutator_v1_MutatePodsRequest, MutatePodsRequest__Output as _podmutator_v1_MutatePodsRequest__Output } from './podmutator/v1/MutatePodsRequest.js';
import type { MutatePodsResponse as _podmutator_v1_MutatePodsResponse, MutatePodsResponse__Output as _podmutator_v1_MutatePodsResponse__Output } from './podmutator/v1/MutatePodsResponse.js';
import type { MutatorInfo as _podmutator_v1_MutatorInfo, MutatorInfo__Output as _podmutator_v1_MutatorInfo__Output } from './podmutator/v1/MutatorInfo.js';
import type { MutatorResult as _podmutator_v1_MutatorResult, MutatorResult__Output as _podmutator_v1_MutatorResult__Output } from './podmutator/v1/MutatorResult.js';
import type { NamespaceFacts as _podmutator_v1_NamespaceFacts, NamespaceFacts__Output as _podmutator_v1_NamespaceFacts__Output } from './podmutator/v1/NamespaceFacts.js';
import type { ObjectRef as _podmutator_v1_ObjectRef, ObjectRef__Output as _podmutator_v1_ObjectRef__Output } from './podmutator/v1/ObjectRef.js';
import type { Place as _podmutator_v1_Place, Place__Output as _podmutator_v1_Place__Output } from './podmutator/v1/Place.js';
import type { PodMutatorClient as _podmutator_v1_PodMutatorClient, PodMutatorDefinition as _podmutator_v1_PodMutatorDefinition } from './podmutator/v1/PodMutator.js';
import type { PodSecurityBreach as _podmutator_v1_PodSecurityBreach, PodSecurityBreach__Output as _podmutator_v1_PodSecurityBreach__Output } from './podmutator/v1/PodSecurityBreach.js';
import type { PreviewDocument as _podmutator_v1_PreviewDocument, PreviewDocument__Output as _podmutator_v1_PreviewDocument__Output } from './podmutator/v1/PreviewDocument.js';
import type { PreviewOperation as _podmutator_v1_PreviewOperation, PreviewOperation__Output as _podmutator_v1_PreviewOperation__Output } from './podmutator/v1/PreviewOperation.js';
import type { PreviewProblem as _podmutator_v1_PreviewProblem, PreviewProblem__Output as _podmutator_v1_PreviewProblem__Output } from './podmutator/v1/PreviewProblem.js';
import type { PreviewRequest as _podmutator_v1_PreviewRequest, PreviewRequest__Output as _podmutator_v1_PreviewRequest__Output } from './podmutator/v1/PreviewRequest.js';
import type { PreviewResponse as _podmutator_v1_PreviewResponse, PreviewResponse__Output as _podmutator_v1_PreviewResponse__Output } from './podmutator/v1/PreviewResponse.js';
import type { PreviewResult as _podmutator_v1_PreviewResult, PreviewResult__Output as _podmutator_v1_PreviewResult__Output } from './podmutator/v1/PreviewResult.js';
import type { PrivilegeGain as _podmutator_v1_PrivilegeGain, PrivilegeGain__Output as _podmutator_v1_PrivilegeGain__Output } from './podmutator/v1/PrivilegeGain.js';
import type { ReasonInfo as _podmutator_v1_ReasonInfo, ReasonInfo__Output as _podmutator_v1_ReasonInfo__Output } from './podmutator/v1/ReasonInfo.js';
import type { RequestChange as _podmutator_v1_RequestChange, RequestChange__Output as _podmutator_v1_RequestChange__Output } from './podmutator/v1/RequestChange.js';
import type { SettingsState as _podmutator_v1_SettingsState, SettingsState__Output as _podmutator_v1_SettingsState__Output } from './podmutator/v1/SettingsState.js';
import type { TemplatePath as _podmutator_v1_TemplatePath, TemplatePath__Output as _podmutator_v1_TemplatePath__Output } from './podmutator/v1/TemplatePath.js';
import type { TextOrigin as _podmutator_v1_TextOrigin, TextOrigin__Output as _podmutator_v1_TextOrigin__Output } from './podmutator/v1/TextOrigin.js';
import type { Warning as _podmutator_v1_Warning, Warning__Output as _podmutator_v1_Warning__Output } from './podmutator/v1/Warning.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Any: MessageTypeDefinition<_google_protobuf_Any, _google_protobuf_Any__Output>
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
    rpc: {
      Status: MessageTypeDefinition<_google_rpc_Status, _google_rpc_Status__Output>
    }
  }
  podmutator: {
    v1: {
      Allowed: MessageTypeDefinition<_podmutator_v1_Allowed, _podmutator_v1_Allowed__Output>
      Alternative: MessageTypeDefinition<_podmutator_v1_Alternative, _podmutator_v1_Alternative__Output>
      AlternativeEdit: MessageTypeDefinition<_podmutator_v1_AlternativeEdit, _podmutator_v1_AlternativeEdit__Output>
      ChangedLines: MessageTypeDefinition<_podmutator_v1_ChangedLines, _podmutator_v1_ChangedLines__Output>
      Denied: MessageTypeDefinition<_podmutator_v1_Denied, _podmutator_v1_Denied__Output>
      ErrorReason: EnumTypeDefinition
      Evidence: MessageTypeDefinition<_podmutator_v1_Evidence, _podmutator_v1_Evidence__Output>
      Fact: EnumTypeDefinition
      Finding: MessageTypeDefinition<_podmutator_v1_Finding, _podmutator_v1_Finding__Output>
      GetServerInfoRequest: MessageTypeDefinition<_podmutator_v1_GetServerInfoRequest, _podmutator_v1_GetServerInfoRequest__Output>
      GetServerInfoResponse: MessageTypeDefinition<_podmutator_v1_GetServerInfoResponse, _podmutator_v1_GetServerInfoResponse__Output>
      Impact: MessageTypeDefinition<_podmutator_v1_Impact, _podmutator_v1_Impact__Output>
      KeyInfo: MessageTypeDefinition<_podmutator_v1_KeyInfo, _podmutator_v1_KeyInfo__Output>
      Limits: MessageTypeDefinition<_podmutator_v1_Limits, _podmutator_v1_Limits__Output>
      LintRuleInfo: MessageTypeDefinition<_podmutator_v1_LintRuleInfo, _podmutator_v1_LintRuleInfo__Output>
      ListMutatorsRequest: MessageTypeDefinition<_podmutator_v1_ListMutatorsRequest, _podmutator_v1_ListMutatorsRequest__Output>
      ListMutatorsResponse: MessageTypeDefinition<_podmutator_v1_ListMutatorsResponse, _podmutator_v1_ListMutatorsResponse__Output>
      MutatePodRequest: MessageTypeDefinition<_podmutator_v1_MutatePodRequest, _podmutator_v1_MutatePodRequest__Output>
      MutatePodResponse: MessageTypeDefinition<_podmutator_v1_MutatePodResponse, _podmutator_v1_MutatePodResponse__Output>
      MutatePodsItem: MessageTypeDefinition<_podmutator_v1_MutatePodsItem, _podmutator_v1_MutatePodsItem__Output>
      MutatePodsItemResult: MessageTypeDefinition<_podmutator_v1_MutatePodsItemResult, _podmutator_v1_MutatePodsItemResult__Output>
      MutatePodsRequest: MessageTypeDefinition<_podmutator_v1_MutatePodsRequest, _podmutator_v1_MutatePodsRequest__Output>
      MutatePodsResponse: MessageTypeDefinition<_podmutator_v1_MutatePodsResponse, _podmutator_v1_MutatePodsResponse__Output>
      MutatorInfo: MessageTypeDefinition<_podmutator_v1_MutatorInfo, _podmutator_v1_MutatorInfo__Output>
      MutatorResult: MessageTypeDefinition<_podmutator_v1_MutatorResult, _podmutator_v1_MutatorResult__Output>
      NamespaceFacts: MessageTypeDefinition<_podmutator_v1_NamespaceFacts, _podmutator_v1_NamespaceFacts__Output>
      ObjectRef: MessageTypeDefinition<_podmutator_v1_ObjectRef, _podmutator_v1_ObjectRef__Output>
      Operation: EnumTypeDefinition
      Outcome: EnumTypeDefinition
      Place: MessageTypeDefinition<_podmutator_v1_Place, _podmutator_v1_Place__Output>
      PlaceRoot: EnumTypeDefinition
      PodBasis: EnumTypeDefinition
      /**
       * PodMutator decides which changes a Pod gets at its creation and answers with a patch and the reasons.
       * 
       * Every method is pure: it stores nothing, looks nothing up and may be repeated.
       */
      PodMutator: SubtypeConstructor<typeof grpc.Client, _podmutator_v1_PodMutatorClient> & { service: _podmutator_v1_PodMutatorDefinition }
      PodSecurityBreach: MessageTypeDefinition<_podmutator_v1_PodSecurityBreach, _podmutator_v1_PodSecurityBreach__Output>
      PodSecurityLevel: EnumTypeDefinition
      PreviewDocument: MessageTypeDefinition<_podmutator_v1_PreviewDocument, _podmutator_v1_PreviewDocument__Output>
      PreviewOperation: MessageTypeDefinition<_podmutator_v1_PreviewOperation, _podmutator_v1_PreviewOperation__Output>
      PreviewOutput: EnumTypeDefinition
      PreviewProblem: MessageTypeDefinition<_podmutator_v1_PreviewProblem, _podmutator_v1_PreviewProblem__Output>
      PreviewRequest: MessageTypeDefinition<_podmutator_v1_PreviewRequest, _podmutator_v1_PreviewRequest__Output>
      PreviewResponse: MessageTypeDefinition<_podmutator_v1_PreviewResponse, _podmutator_v1_PreviewResponse__Output>
      PreviewResult: MessageTypeDefinition<_podmutator_v1_PreviewResult, _podmutator_v1_PreviewResult__Output>
      PrivilegeGain: MessageTypeDefinition<_podmutator_v1_PrivilegeGain, _podmutator_v1_PrivilegeGain__Output>
      QosClass: EnumTypeDefinition
      ReasonInfo: MessageTypeDefinition<_podmutator_v1_ReasonInfo, _podmutator_v1_ReasonInfo__Output>
      RequestChange: MessageTypeDefinition<_podmutator_v1_RequestChange, _podmutator_v1_RequestChange__Output>
      SettingsState: MessageTypeDefinition<_podmutator_v1_SettingsState, _podmutator_v1_SettingsState__Output>
      Severity: EnumTypeDefinition
      TemplatePath: MessageTypeDefinition<_podmutator_v1_TemplatePath, _podmutator_v1_TemplatePath__Output>
      TextOrigin: MessageTypeDefinition<_podmutator_v1_TextOrigin, _podmutator_v1_TextOrigin__Output>
      Verdict: EnumTypeDefinition
      View: EnumTypeDefinition
      Warning: MessageTypeDefinition<_podmutator_v1_Warning, _podmutator_v1_Warning__Output>
    }
  }
}

