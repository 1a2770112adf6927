// Keeps the answer up to date with the question: asks shortly after the last change, drops answers that come too late,
// and goes on asking while nobody answers.

import { askPreview, PreviewFailure } from './ask.js';
import type { PreviewQuestion } from './request.js';
import type { PreviewAnswer } from './response.js';

// Long enough not to ask within a word, short enough to feel at once: with the answer, less than 150 ms.
const settleMilliseconds = 80;
// Nobody wonders before that.
const slowMilliseconds = 500;
const firstRetryMilliseconds = 500;
const lastRetryMilliseconds = 4000;

export type PreviewStatus =
  | { readonly kind: 'empty' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'answered'; readonly question: PreviewQuestion; readonly answer: PreviewAnswer }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string };

export interface LivePreview {
  /** Asks after a short while, unless another question comes. */
  readonly ask: (question: PreviewQuestion) => void;
}

/** @param show is told of every change; `waiting` if an answer takes its time */
export function createLivePreview(show: (status: PreviewStatus) => void): LivePreview {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current = new AbortController();
  let isFirst = true;

  async function send(question: PreviewQuestion, retryIn: number): Promise<void> {
    const { signal } = current;
    const slow = setTimeout(() => show({ kind: 'waiting' }), slowMilliseconds);
    signal.addEventListener('abort', () => clearTimeout(slow));
    try {
      const answer = await askPreview(question, signal).finally(() => clearTimeout(slow));
      isFirst = false;
      show({ kind: 'answered', question, answer });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof PreviewFailure)) throw error;
      isFirst = false;
      show({ kind: error.isTemporary ? 'unavailable' : 'refused', message: error.message });
      if (error.isTemporary) {
        timer = setTimeout(() => void send(question, Math.min(retryIn * 2, lastRetryMilliseconds)), retryIn);
      }
    }
  }

  return {
    ask(question) {
      clearTimeout(timer);
      current.abort();
      current = new AbortController();
      if (question.manifest.trim() === '') {
        show({ kind: 'empty' });
        return;
      }
      timer = setTimeout(() => void send(question, firstRetryMilliseconds), isFirst ? 0 : settleMilliseconds);
    },
  };
}
