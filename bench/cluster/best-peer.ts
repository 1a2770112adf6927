// The best of all peers in each round, as if it were one: what the product is held against.

import type { Samples } from '../samples.js';
import { creations } from './measure-creations.js';
import type { Setup } from './setup.js';

const figures = ['added-p99', 'extra'] as const;

/** Adds samples under the name `best-peer`; none without peers. */
export function addBestPeer(samples: Samples, setups: readonly Setup[]): void {
  const peers = setups.filter(({ isAlike, objects }) => !isAlike && objects.length > 0);
  for (const { key } of creations) {
    for (const figure of figures) {
      const rows = peers.map(({ name }) => samples.of(`api/${name}/${key}/${figure}`));
      for (const round of rows[0]?.keys() ?? []) {
        samples.add(`api/best-peer/${key}/${figure}`, Math.min(...rows.map((row) => row[round] ?? Number.NaN)));
      }
    }
  }
}
