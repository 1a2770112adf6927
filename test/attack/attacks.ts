// The table of all attacks, in the order in which they are made. One more is one more entry. Those with the same victim
// stand together, because its processes are started once for all of them.

import type { Attack } from './attack.js';
import { calm } from './rows/calm.js';
import { emptiedSettings } from './rows/emptied-settings.js';
import { publicPort, sharedPort } from './rows/grpc-port.js';
import { hostilePreviewCalls, hostilePreviews } from './rows/hostile-manifests.js';
import { largePodCalls, mostContainers, tooManyContainers } from './rows/large-pods.js';
import { fullDisk, unreadLog } from './rows/outputs.js';
import { pumpedPreviews, pumpedReviews } from './rows/pumped-text.js';
import { connections, slowPreviews, waitingBodies, withheldBytes } from './rows/slow-clients.js';

export const attacks: readonly Attack[] = [
  calm,
  pumpedReviews,
  hostilePreviewCalls,
  tooManyContainers,
  mostContainers,
  largePodCalls,
  waitingBodies,
  withheldBytes,
  connections,
  ...publicPort,
  pumpedPreviews,
  hostilePreviews,
  slowPreviews,
  ...sharedPort,
  fullDisk,
  unreadLog,
  emptiedSettings,
];
