// The time that a review may take: what the API server grants in `?timeout=`, less a margin for the way back.
//
// The margin is a tenth, at least 100 ms, but never more than half: a short time is better used than given away.

import { readGoDuration } from './go-duration.js';

const marginMs = 100;
const marginShare = 0.1;

/**
 * Returns a function that gives the milliseconds until the answer must be out, for the URL of a request. A missing
 * timeout counts as `maximumMs`, and so does an unreadable one: a review must not fail for it.
 */
export function createTimeBudget(
  maximumMs: number,
  budgetUnreadable: (timeout: string) => number = () => maximumMs,
): (url: string) => number {
  // An API server sends the same URL with every review.
  let lastUrl = '';
  let lastBudget = maximumMs;
  return (url) => {
    if (url !== lastUrl) {
      lastBudget = readTimeBudget(url, maximumMs, budgetUnreadable);
      lastUrl = url;
    }
    return lastBudget;
  };
}

function readTimeBudget(url: string, maximumMs: number, budgetUnreadable: (timeout: string) => number): number {
  const query = url.indexOf('?');
  const timeout = query === -1 ? null : new URLSearchParams(url.slice(query)).get('timeout');
  if (timeout === null) {
    return maximumMs;
  }
  const given = readGoDuration(timeout);
  if (given === undefined) {
    return budgetUnreadable(timeout);
  }
  const margin = Math.min(Math.max(marginMs, given * marginShare), given / 2);
  return Math.min(given - margin, maximumMs);
}
