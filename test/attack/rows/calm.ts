// No attack at all: what the figures of the others are seen against.

import { once } from 'node:events';
import type { Attack } from '../attack.js';

export const calm: Attack = {
  name: 'none',
  victim: 'pair',
  answers: [],
  prepare: () => async (_tally, signal) => {
    await once(signal, 'abort');
  },
};
