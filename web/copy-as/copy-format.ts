// What every way to copy the preview has in common.

import type { PreviewQuestion } from '../preview/request.js';
import type { PreviewAnswer } from '../preview/response.js';

export interface CopySource {
  readonly question: PreviewQuestion;
  readonly answer: PreviewAnswer;
  /** Where the service is called over gRPC, `HOST:PORT`. */
  readonly grpcAddress: string;
}

export interface CopyFormat {
  readonly id: string;
  readonly label: string;
  /** What it is good for, in one sentence. */
  readonly about: string;
  /** Text for a shell, ready to be pasted. */
  readonly write: (source: CopySource) => string;
}
