// Why one object of a manifest could not be evaluated: as the problem of its result, and as an error like any other.

import { reasonCodes } from '../../proto/errors.js';
import type { Status__Output } from '../../proto/gen/google/rpc/Status.js';
import type { PreviewProblem__Output } from '../../proto/gen/podmutator/v1/PreviewProblem.js';
import { packBadRequest, packErrorInfo } from '../../proto/status-details.js';
import { describePlace, type InputProblem, toMetadata } from '../pod/input-error.js';

const messageLengthMax = 1024;

// By number, because a preview in the process of a command must not load gRPC for them.
const numbers: Readonly<Record<string, number>> = { INVALID_ARGUMENT: 3, RESOURCE_EXHAUSTED: 8 };

/**
 * Creates the problem: what is wrong, and apart from that where.
 * @param problem its pointer leads into the document
 */
export function createDocumentProblem({ reason, description, ...at }: InputProblem): PreviewProblem__Output {
  const { pointer = '', line = 1, column = 1 } = at;
  return {
    reason,
    message: cutMessage(description),
    place: { root: 'PLACE_ROOT_DOCUMENT', pointer: pointer.toWellFormed(), line, column },
  };
}

/** Creates the error; its message begins with the place. */
export function createDocumentError(problem: InputProblem): Status__Output {
  const { reason, field, pointer = '', description, line = 1, column = 1 } = problem;
  const violations = [{ field, description: `${description}${describePlace(problem)}` }];
  return {
    code: numbers[reasonCodes[reason]] ?? 2,
    message: cutMessage(`line ${line}, column ${column}: ${pointer === '' ? '' : `${pointer}: `}${description}`),
    details: [
      packErrorInfo({ reason, metadata: toMetadata({ ...problem, line, column }) }),
      ...packBadRequest({ violations }),
    ],
  };
}

function cutMessage(text: string): string {
  const message = text.toWellFormed();
  return message.length > messageLengthMax ? `${message.slice(0, messageLengthMax - 1).toWellFormed()}…` : message;
}
