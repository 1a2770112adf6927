// A log that goes nowhere, while requests fill it.

import type { Attack, VictimName } from '../attack.js';
import { createPoster, openTls, writeRequest } from '../raw-http.js';
import { repeat } from '../repeat.js';

/** Each of these is worth a line of the log. */
function attackLog(name: string, victim: VictimName): Attack {
  return {
    name,
    victim,
    answers: ['400'],
    prepare(target) {
      const request = writeRequest('/mutate', `{"apiVersion":"admission.k8s.io/v1","kind":"${'x'.repeat(500)}"}`);
      const post = createPoster(() => openTls(target));
      return (tally, signal) => repeat({ signal, atOnce: 4, pauseMs: 5 }, async () => tally.count(await post(request)));
    },
  };
}

export const fullDisk = attackLog('standard output on a full disk', 'full-disk');
export const unreadLog = attackLog('standard output that is not read', 'unread-log');
