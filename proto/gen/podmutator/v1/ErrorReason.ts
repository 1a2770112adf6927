// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * ErrorReason is the reason of a google.rpc.ErrorInfo, or of a PreviewProblem, without "ERROR_REASON_". Each has one code.
 * Those with UNAVAILABLE or DEADLINE_EXCEEDED may pass; the same call with any other fails again.
 */
export const ErrorReason = {
  /**
   * ERROR_REASON_UNSPECIFIED is never sent.
   */
  ERROR_REASON_UNSPECIFIED: 'ERROR_REASON_UNSPECIFIED',
  /**
   * INVALID_ARGUMENT: pod_json is empty, not UTF-8 or not JSON; line and column say where.
   */
  ERROR_REASON_POD_JSON_INVALID: 'ERROR_REASON_POD_JSON_INVALID',
  /**
   * INVALID_ARGUMENT: the JSON is no Kubernetes object, or a field of the Pod has another type; pointer says where.
   */
  ERROR_REASON_POD_SHAPE_INVALID: 'ERROR_REASON_POD_SHAPE_INVALID',
  /**
   * INVALID_ARGUMENT: the Pod is nested too deeply for VIEW_FULL.
   */
  ERROR_REASON_POD_TOO_DEEP: 'ERROR_REASON_POD_TOO_DEEP',
  /**
   * INVALID_ARGUMENT: this version does not know a value of an enumeration.
   */
  ERROR_REASON_ENUM_VALUE_UNKNOWN: 'ERROR_REASON_ENUM_VALUE_UNKNOWN',
  /**
   * INVALID_ARGUMENT: there is no mutator of a name in mutators.
   */
  ERROR_REASON_MUTATOR_UNKNOWN: 'ERROR_REASON_MUTATOR_UNKNOWN',
  /**
   * INVALID_ARGUMENT: a namespace is no DNS label, is named twice, or is described in two ways.
   */
  ERROR_REASON_NAMESPACE_INVALID: 'ERROR_REASON_NAMESPACE_INVALID',
  /**
   * INVALID_ARGUMENT: the manifest holds nothing.
   */
  ERROR_REASON_MANIFEST_EMPTY: 'ERROR_REASON_MANIFEST_EMPTY',
  /**
   * INVALID_ARGUMENT: a document is neither YAML nor JSON.
   */
  ERROR_REASON_MANIFEST_INVALID: 'ERROR_REASON_MANIFEST_INVALID',
  /**
   * INVALID_ARGUMENT: a document holds something else than a Kubernetes object.
   */
  ERROR_REASON_OBJECT_INVALID: 'ERROR_REASON_OBJECT_INVALID',
  /**
   * INVALID_ARGUMENT: an entry of objects is not Kind/name, or one of only names nothing.
   */
  ERROR_REASON_OBJECT_FILTER_INVALID: 'ERROR_REASON_OBJECT_FILTER_INVALID',
  /**
   * INVALID_ARGUMENT: an object has no Pod template where its kind has one.
   */
  ERROR_REASON_TEMPLATE_MISSING: 'ERROR_REASON_TEMPLATE_MISSING',
  /**
   * INVALID_ARGUMENT: an annotation, or a label of a Namespace, is no string, as true without quotes. Kubernetes rejects it.
   */
  ERROR_REASON_ANNOTATION_NOT_A_STRING: 'ERROR_REASON_ANNOTATION_NOT_A_STRING',
  /**
   * INVALID_ARGUMENT: an item of a stream has no request.
   */
  ERROR_REASON_REQUEST_MISSING: 'ERROR_REASON_REQUEST_MISSING',
  /**
   * INVALID_ARGUMENT: a message of a stream has no items, as those of clients of 0.1.
   */
  ERROR_REASON_ITEMS_MISSING: 'ERROR_REASON_ITEMS_MISSING',
  /**
   * INVALID_ARGUMENT: a message of a stream has more than max_items_per_message.
   */
  ERROR_REASON_TOO_MANY_ITEMS: 'ERROR_REASON_TOO_MANY_ITEMS',
  /**
   * INVALID_ARGUMENT: a correlation_id is 0 or still in flight.
   */
  ERROR_REASON_CORRELATION_ID_INVALID: 'ERROR_REASON_CORRELATION_ID_INVALID',
  /**
   * INVALID_ARGUMENT: HTTP: the body is not the JSON of a PreviewRequest.
   */
  ERROR_REASON_REQUEST_JSON_INVALID: 'ERROR_REASON_REQUEST_JSON_INVALID',
  /**
   * INVALID_ARGUMENT: HTTP: timeout is no duration, as in 10s.
   */
  ERROR_REASON_TIMEOUT_INVALID: 'ERROR_REASON_TIMEOUT_INVALID',
  /**
   * INVALID_ARGUMENT: HTTP: the body has another type, or an encoding.
   */
  ERROR_REASON_CONTENT_TYPE_UNEXPECTED: 'ERROR_REASON_CONTENT_TYPE_UNEXPECTED',
  /**
   * RESOURCE_EXHAUSTED: pod_json is larger than max_pod_bytes.
   */
  ERROR_REASON_POD_TOO_LARGE: 'ERROR_REASON_POD_TOO_LARGE',
  /**
   * RESOURCE_EXHAUSTED: the Pod has more than max_containers.
   */
  ERROR_REASON_TOO_MANY_CONTAINERS: 'ERROR_REASON_TOO_MANY_CONTAINERS',
  /**
   * RESOURCE_EXHAUSTED: manifest and context_manifests are larger than max_manifest_bytes.
   */
  ERROR_REASON_MANIFEST_TOO_LARGE: 'ERROR_REASON_MANIFEST_TOO_LARGE',
  /**
   * RESOURCE_EXHAUSTED: the manifest needs more time or memory than a preview may take; split it.
   */
  ERROR_REASON_MANIFEST_TOO_COMPLEX: 'ERROR_REASON_MANIFEST_TOO_COMPLEX',
  /**
   * RESOURCE_EXHAUSTED: the answer is larger than max_response_bytes; ask for fewer outputs or objects.
   */
  ERROR_REASON_ANSWER_TOO_LARGE: 'ERROR_REASON_ANSWER_TOO_LARGE',
  /**
   * RESOURCE_EXHAUSTED: HTTP: the body is larger than the adapter takes.
   */
  ERROR_REASON_BODY_TOO_LARGE: 'ERROR_REASON_BODY_TOO_LARGE',
  /**
   * UNIMPLEMENTED: a field is set that this service does not honour; see capabilities.
   */
  ERROR_REASON_FIELD_NOT_HONOURED: 'ERROR_REASON_FIELD_NOT_HONOURED',
  /**
   * PERMISSION_DENIED: the certificate of the caller has none of the names that are allowed.
   */
  ERROR_REASON_CALLER_NOT_ALLOWED: 'ERROR_REASON_CALLER_NOT_ALLOWED',
  /**
   * PERMISSION_DENIED: HTTP: Host or Origin are those of another site.
   */
  ERROR_REASON_CALLER_FOREIGN: 'ERROR_REASON_CALLER_FOREIGN',
  /**
   * UNAUTHENTICATED: HTTP: a client certificate is asked for.
   */
  ERROR_REASON_CERTIFICATE_MISSING: 'ERROR_REASON_CERTIFICATE_MISSING',
  /**
   * UNAVAILABLE: too much is in progress; RetryInfo says when to try again.
   */
  ERROR_REASON_OVERLOADED: 'ERROR_REASON_OVERLOADED',
  /**
   * UNAVAILABLE: the service is stopping; another instance may answer.
   */
  ERROR_REASON_DRAINING: 'ERROR_REASON_DRAINING',
  /**
   * UNAVAILABLE: the stream has reached its age; send again what has no answer.
   */
  ERROR_REASON_STREAM_EXPIRED: 'ERROR_REASON_STREAM_EXPIRED',
  /**
   * UNAVAILABLE: HTTP: another preview took all memory.
   */
  ERROR_REASON_PREVIEW_INTERRUPTED: 'ERROR_REASON_PREVIEW_INTERRUPTED',
  /**
   * UNAVAILABLE: HTTP: the adapter is stopping.
   */
  ERROR_REASON_CLIENT_CLOSED: 'ERROR_REASON_CLIENT_CLOSED',
  /**
   * DEADLINE_EXCEEDED: the deadline of the caller passed.
   */
  ERROR_REASON_DEADLINE_EXCEEDED: 'ERROR_REASON_DEADLINE_EXCEEDED',
  /**
   * DEADLINE_EXCEEDED: the call took longer than max_call_duration.
   */
  ERROR_REASON_CALL_TOO_LONG: 'ERROR_REASON_CALL_TOO_LONG',
  /**
   * CANCELLED: the caller went away.
   */
  ERROR_REASON_CALL_CANCELLED: 'ERROR_REASON_CALL_CANCELLED',
  /**
   * INTERNAL: a patch failed its own check and was not sent; the log of the service has more.
   */
  ERROR_REASON_PATCH_CHECK_FAILED: 'ERROR_REASON_PATCH_CHECK_FAILED',
  /**
   * INTERNAL: a fault of the service; its log has more.
   */
  ERROR_REASON_INTERNAL_ERROR: 'ERROR_REASON_INTERNAL_ERROR',
  /**
   * INVALID_ARGUMENT: the bytes of the request are no message of the contract.
   */
  ERROR_REASON_REQUEST_UNREADABLE: 'ERROR_REASON_REQUEST_UNREADABLE',
  /**
   * RESOURCE_EXHAUSTED: the message is larger than max_message_bytes.
   */
  ERROR_REASON_MESSAGE_TOO_LARGE: 'ERROR_REASON_MESSAGE_TOO_LARGE',
  /**
   * RESOURCE_EXHAUSTED: the Pod needs more memory than VIEW_FULL may take; VIEW_BASIC needs less.
   */
  ERROR_REASON_POD_TOO_COMPLEX: 'ERROR_REASON_POD_TOO_COMPLEX',
  /**
   * UNIMPLEMENTED: HTTP: the path takes another method.
   */
  ERROR_REASON_METHOD_NOT_ALLOWED: 'ERROR_REASON_METHOD_NOT_ALLOWED',
  /**
   * INVALID_ARGUMENT: HTTP: the answer has none of the types in Accept.
   */
  ERROR_REASON_ACCEPT_UNEXPECTED: 'ERROR_REASON_ACCEPT_UNEXPECTED',
  /**
   * INVALID_ARGUMENT: HTTP: a parameter of the query is not known, has another form, or is there twice.
   */
  ERROR_REASON_QUERY_INVALID: 'ERROR_REASON_QUERY_INVALID',
} as const;

/**
 * ErrorReason is the reason of a google.rpc.ErrorInfo, or of a PreviewProblem, without "ERROR_REASON_". Each has one code.
 * Those with UNAVAILABLE or DEADLINE_EXCEEDED may pass; the same call with any other fails again.
 */
export type ErrorReason =
  /**
   * ERROR_REASON_UNSPECIFIED is never sent.
   */
  | 'ERROR_REASON_UNSPECIFIED'
  | 0
  /**
   * INVALID_ARGUMENT: pod_json is empty, not UTF-8 or not JSON; line and column say where.
   */
  | 'ERROR_REASON_POD_JSON_INVALID'
  | 1
  /**
   * INVALID_ARGUMENT: the JSON is no Kubernetes object, or a field of the Pod has another type; pointer says where.
   */
  | 'ERROR_REASON_POD_SHAPE_INVALID'
  | 2
  /**
   * INVALID_ARGUMENT: the Pod is nested too deeply for VIEW_FULL.
   */
  | 'ERROR_REASON_POD_TOO_DEEP'
  | 3
  /**
   * INVALID_ARGUMENT: this version does not know a value of an enumeration.
   */
  | 'ERROR_REASON_ENUM_VALUE_UNKNOWN'
  | 4
  /**
   * INVALID_ARGUMENT: there is no mutator of a name in mutators.
   */
  | 'ERROR_REASON_MUTATOR_UNKNOWN'
  | 5
  /**
   * INVALID_ARGUMENT: a namespace is no DNS label, is named twice, or is described in two ways.
   */
  | 'ERROR_REASON_NAMESPACE_INVALID'
  | 6
  /**
   * INVALID_ARGUMENT: the manifest holds nothing.
   */
  | 'ERROR_REASON_MANIFEST_EMPTY'
  | 7
  /**
   * INVALID_ARGUMENT: a document is neither YAML nor JSON.
   */
  | 'ERROR_REASON_MANIFEST_INVALID'
  | 8
  /**
   * INVALID_ARGUMENT: a document holds something else than a Kubernetes object.
   */
  | 'ERROR_REASON_OBJECT_INVALID'
  | 9
  /**
   * INVALID_ARGUMENT: an entry of objects is not Kind/name, or one of only names nothing.
   */
  | 'ERROR_REASON_OBJECT_FILTER_INVALID'
  | 10
  /**
   * INVALID_ARGUMENT: an object has no Pod template where its kind has one.
   */
  | 'ERROR_REASON_TEMPLATE_MISSING'
  | 11
  /**
   * INVALID_ARGUMENT: an annotation, or a label of a Namespace, is no string, as true without quotes. Kubernetes rejects it.
   */
  | 'ERROR_REASON_ANNOTATION_NOT_A_STRING'
  | 12
  /**
   * INVALID_ARGUMENT: an item of a stream has no request.
   */
  | 'ERROR_REASON_REQUEST_MISSING'
  | 13
  /**
   * INVALID_ARGUMENT: a message of a stream has no items, as those of clients of 0.1.
   */
  | 'ERROR_REASON_ITEMS_MISSING'
  | 14
  /**
   * INVALID_ARGUMENT: a message of a stream has more than max_items_per_message.
   */
  | 'ERROR_REASON_TOO_MANY_ITEMS'
  | 15
  /**
   * INVALID_ARGUMENT: a correlation_id is 0 or still in flight.
   */
  | 'ERROR_REASON_CORRELATION_ID_INVALID'
  | 16
  /**
   * INVALID_ARGUMENT: HTTP: the body is not the JSON of a PreviewRequest.
   */
  | 'ERROR_REASON_REQUEST_JSON_INVALID'
  | 17
  /**
   * INVALID_ARGUMENT: HTTP: timeout is no duration, as in 10s.
   */
  | 'ERROR_REASON_TIMEOUT_INVALID'
  | 18
  /**
   * INVALID_ARGUMENT: HTTP: the body has another type, or an encoding.
   */
  | 'ERROR_REASON_CONTENT_TYPE_UNEXPECTED'
  | 19
  /**
   * RESOURCE_EXHAUSTED: pod_json is larger than max_pod_bytes.
   */
  | 'ERROR_REASON_POD_TOO_LARGE'
  | 20
  /**
   * RESOURCE_EXHAUSTED: the Pod has more than max_containers.
   */
  | 'ERROR_REASON_TOO_MANY_CONTAINERS'
  | 21
  /**
   * RESOURCE_EXHAUSTED: manifest and context_manifests are larger than max_manifest_bytes.
   */
  | 'ERROR_REASON_MANIFEST_TOO_LARGE'
  | 22
  /**
   * RESOURCE_EXHAUSTED: the manifest needs more time or memory than a preview may take; split it.
   */
  | 'ERROR_REASON_MANIFEST_TOO_COMPLEX'
  | 23
  /**
   * RESOURCE_EXHAUSTED: the answer is larger than max_response_bytes; ask for fewer outputs or objects.
   */
  | 'ERROR_REASON_ANSWER_TOO_LARGE'
  | 24
  /**
   * RESOURCE_EXHAUSTED: HTTP: the body is larger than the adapter takes.
   */
  | 'ERROR_REASON_BODY_TOO_LARGE'
  | 25
  /**
   * UNIMPLEMENTED: a field is set that this service does not honour; see capabilities.
   */
  | 'ERROR_REASON_FIELD_NOT_HONOURED'
  | 26
  /**
   * PERMISSION_DENIED: the certificate of the caller has none of the names that are allowed.
   */
  | 'ERROR_REASON_CALLER_NOT_ALLOWED'
  | 27
  /**
   * PERMISSION_DENIED: HTTP: Host or Origin are those of another site.
   */
  | 'ERROR_REASON_CALLER_FOREIGN'
  | 28
  /**
   * UNAUTHENTICATED: HTTP: a client certificate is asked for.
   */
  | 'ERROR_REASON_CERTIFICATE_MISSING'
  | 29
  /**
   * UNAVAILABLE: too much is in progress; RetryInfo says when to try again.
   */
  | 'ERROR_REASON_OVERLOADED'
  | 30
  /**
   * UNAVAILABLE: the service is stopping; another instance may answer.
   */
  | 'ERROR_REASON_DRAINING'
  | 31
  /**
   * UNAVAILABLE: the stream has reached its age; send again what has no answer.
   */
  | 'ERROR_REASON_STREAM_EXPIRED'
  | 32
  /**
   * UNAVAILABLE: HTTP: another preview took all memory.
   */
  | 'ERROR_REASON_PREVIEW_INTERRUPTED'
  | 33
  /**
   * UNAVAILABLE: HTTP: the adapter is stopping.
   */
  | 'ERROR_REASON_CLIENT_CLOSED'
  | 34
  /**
   * DEADLINE_EXCEEDED: the deadline of the caller passed.
   */
  | 'ERROR_REASON_DEADLINE_EXCEEDED'
  | 35
  /**
   * DEADLINE_EXCEEDED: the call took longer than max_call_duration.
   */
  | 'ERROR_REASON_CALL_TOO_LONG'
  | 36
  /**
   * CANCELLED: the caller went away.
   */
  | 'ERROR_REASON_CALL_CANCELLED'
  | 37
  /**
   * INTERNAL: a patch failed its own check and was not sent; the log of the service has more.
   */
  | 'ERROR_REASON_PATCH_CHECK_FAILED'
  | 38
  /**
   * INTERNAL: a fault of the service; its log has more.
   */
  | 'ERROR_REASON_INTERNAL_ERROR'
  | 39
  /**
   * INVALID_ARGUMENT: the bytes of the request are no message of the contract.
   */
  | 'ERROR_REASON_REQUEST_UNREADABLE'
  | 40
  /**
   * RESOURCE_EXHAUSTED: the message is larger than max_message_bytes.
   */
  | 'ERROR_REASON_MESSAGE_TOO_LARGE'
  | 41
  /**
   * RESOURCE_EXHAUSTED: the Pod needs more memory than VIEW_FULL may take; VIEW_BASIC needs less.
   */
  | 'ERROR_REASON_POD_TOO_COMPLEX'
  | 42
  /**
   * UNIMPLEMENTED: HTTP: the path takes another method.
   */
  | 'ERROR_REASON_METHOD_NOT_ALLOWED'
  | 43
  /**
   * INVALID_ARGUMENT: HTTP: the answer has none of the types in Accept.
   */
  | 'ERROR_REASON_ACCEPT_UNEXPECTED'
  | 44
  /**
   * INVALID_ARGUMENT: HTTP: a parameter of the query is not known, has another form, or is there twice.
   */
  | 'ERROR_REASON_QUERY_INVALID'
  | 45

/**
 * ErrorReason is the reason of a google.rpc.ErrorInfo, or of a PreviewProblem, without "ERROR_REASON_". Each has one code.
 * Those with UNAVAILABLE or DEADLINE_EXCEEDED may pass; the same call with any other fails again.
 */
export type ErrorReason__Output = typeof ErrorReason[keyof typeof ErrorReason]
