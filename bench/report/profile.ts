// Where the time of profiled processes went: the functions that took the most of it themselves.

import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Table } from '../layer.js';
import { projectRoot } from '../project-root.js';

/** What `node --cpu-prof` writes; times in microseconds. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const rowsMax = 25;
/** Waiting, which costs nothing. */
const idleNames = new Set(['(idle)', '(root)']);

/** One table for each profile in the folder. */
export async function createProfileTables(folder: string): Promise<readonly Table[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile')).sort();
  return Promise.all(
    names.map(async (name) => createTable(name, JSON.parse(await readFile(join(folder, name), 'utf8')) as Profile)),
  );
}

function createTable(name: string, profile: Profile): Table {
  const times = sumTimes(profile);
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const rows = [...times].sort(([, one], [, other]) => other - one).slice(0, rowsMax);
  return {
    title: `Profile: ${name}`,
    about: `Functions by their own time, without what they call; ${(total / 1e6).toFixed(1)} s in all, from start to exit.`,
    columns: ['%', 'function'],
    rows: rows.map(([place, time]) => [((100 * time) / total).toFixed(1), place]),
  };
}

function sumTimes({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const frame = places.get(id);
    if (frame && !idleNames.has(frame.functionName)) {
      const place = describePlace(frame);
      times.set(place, (times.get(place) ?? 0) + (timeDeltas[index] ?? 0));
    }
  }
  return times;
}

function describePlace({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  const name = functionName || '(anonymous)';
  if (url === '') {
    return name;
  }
  const file = url.startsWith('file:') ? relative(projectRoot, fileURLToPath(url)) : url;
  return `${name} ${file}:${lineNumber + 1}`;
}
