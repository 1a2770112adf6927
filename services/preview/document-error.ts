// Why one object of a manifest could not be evaluated, as the error of its result.

import type { Status__Output } from '../../proto/gen/google/rpc/Status.js';
import { packBadRequest, packErrorInfo } from '../../proto/status-details.js';
import { describePlace, type InputProblem } from '../input-error.js';

const messageLengthMax = 1024;
const invalidArgument = 3;
const resourceExhausted = 8;

/**
 * Creates the error. The message begins with the place; the details have reason, line, column and field as in any
 * other error of the service.
 * @param problem its field is a JSON pointer into the document, or empty
 */
export function createDocumentError(problem: InputProblem): Status__Output {
  const { reason, field, description, line = 1, column = 1 } = problem;
  const message = `line ${line}, column ${column}: ${field === '' ? '' : `${field}: `}${description}`.toWellFormed();
  const violation = { field: `manifest${field}`, description: `${description}${describePlace(problem)}` };
  return {
    code: problem.exceeded ? resourceExhausted : invalidArgument,
    message: message.length > messageLengthMax ? `${message.slice(0, messageLengthMax - 1).toWellFormed()}…` : message,
    details: [
      packErrorInfo({ reason, metadata: { line: String(line), column: String(column) } }),
      ...packBadRequest({ violations: [violation] }),
    ],
  };
}
