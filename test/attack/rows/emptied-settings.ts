// The settings file loses its content, as it does on a full disk or after a failed template. Its settings disable
// macvtap: a Pod that becomes privileged now is a wrong answer.

import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack } from '../attack.js';

export const emptiedSettings: Attack = {
  name: 'the settings file is emptied',
  victim: 'without-macvtap',
  answers: ['emptied'],
  prepare:
    ({ settingsFile }) =>
    async (tally, signal) => {
      for (const text of ['', '# mutators:\n', 'null\n']) {
        await writeFile(settingsFile, text);
        tally.count('emptied');
        await sleep(800);
        if (signal.aborted) return;
      }
    },
};
