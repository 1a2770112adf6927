// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * GetServerInfoRequest asks for the state of the server.
 */
export interface GetServerInfoRequest {
}

/**
 * GetServerInfoRequest asks for the state of the server.
 */
export interface GetServerInfoRequest__Output {
}
