// The figures of creations through the API server, one table for each way to create.

import type { Table } from '../layer.js';
import { formatCell } from '../report/cell.js';
import type { Samples } from '../samples.js';
import { type Creation, creations } from './measure-creations.js';
import type { Setup } from './setup.js';

export function createClusterTables(samples: Samples, setups: readonly Setup[]): readonly Table[] {
  return creations.map((creation) => createTable(samples, setups, creation));
}

function createTable(samples: Samples, setups: readonly Setup[], { key, atOnce, wantsDragonfly }: Creation): Table {
  return {
    title: `Through the API server, ${atOnce} at once, ${wantsDragonfly ? 'injected' : 'a Pod that wants nothing'}`,
    about:
      'Dry-run creations of a 1 kB Pod. What is added is against the baseline of the same round; CPU in µs per creation, ' +
      'of the webhook and what the API server needs more than without it.',
    columns: [
      'what changes Pods',
      'p50 ms',
      'p99 ms',
      'added p50',
      'added p99',
      'creations/s',
      'CPU webhook',
      'extra CPU API server',
      'both',
      // A policy that does nothing costs nothing, and a ratio to that says nothing.
      ...(wantsDragonfly ? ['both × policy'] : []),
    ],
    rows: setups.map(({ name, title }) => {
      const cell = (figure: string, digits: number): string =>
        formatCell(samples.of(`api/${name}/${key}/${figure}`), digits);
      return [
        title,
        ...['p50', 'p99', 'added-p50', 'added-p99'].map((figure) => cell(figure, 1)),
        ...['rate', 'webhook', 'extra', 'both'].map((figure) => cell(figure, 0)),
        ...(wantsDragonfly ? [formatCell(samples.ratio(`api/${name}/${key}/both`, `api/policy/${key}/both`), 2)] : []),
      ];
    }),
  };
}
