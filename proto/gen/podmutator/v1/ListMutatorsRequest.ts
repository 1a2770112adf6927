// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * ListMutatorsRequest asks for the enabled mutators.
 */
export interface ListMutatorsRequest {
}

/**
 * ListMutatorsRequest asks for the enabled mutators.
 */
export interface ListMutatorsRequest__Output {
}
