// All goals, in one place. A goal is a figure of this run and a limit; most figures are ratios to something that was
// measured in the same round.

import type { Samples } from './samples.js';

export interface Goal {
  readonly about: string;
  readonly unit: string;
  /** Digits behind the point. */
  readonly digits: number;
  readonly limit: { readonly atMost: number } | { readonly atLeast: number };
  /** One value per round; empty if it was not measured. The median counts. */
  readonly read: (samples: Samples) => readonly number[];
}

const ratio = (about: string, [name, reference]: readonly [string, string], atMost: number): Goal => ({
  about,
  unit: '×',
  digits: 2,
  limit: { atMost },
  read: (samples) => samples.ratio(name, reference),
});

const figure = (about: string, name: string, rest: Pick<Goal, 'unit' | 'digits' | 'limit'>): Goal => ({
  about,
  ...rest,
  read: (samples) => samples.of(name),
});

const megabytes = { unit: 'MB', digits: 0, limit: { atMost: 110 } } as const;
// What a heap breathes. A leak of 50 bytes per review is 5 MB.
const slope = { unit: 'MB', digits: 1, limit: { atMost: 5 } } as const;

export const goals: readonly Goal[] = [
  ratio('one process, CPU per review, against the floor', ['one-process@8/cpu', 'floor@8/cpu'], 2),
  ratio('two processes, CPU per review, against the floor', ['two-processes@8/cpu', 'floor@8/cpu'], 3.2),
  ratio('one process, p99 at 8 connections, against the floor', ['one-process@8/p99', 'floor@8/p99'], 2),
  ratio('one process, p99 at 32 connections, against the floor', ['one-process@32/p99', 'floor@32/p99'], 2),
  ratio('two processes, p99 at 8 connections, against the floor', ['two-processes@8/p99', 'floor@8/p99'], 4),
  ratio('two processes, p99 at 32 connections, against the floor', ['two-processes@32/p99', 'floor@32/p99'], 4),
  figure('one process, p99 at 300 reviews/s, open loop', 'open/one-process/p99', milliseconds(10)),
  figure('two processes, p99 at 300 reviews/s, open loop', 'open/two-processes/p99', milliseconds(10)),
  ratio('ten mutators, CPU per review, against one', ['mutators/10/cpu', 'mutators/1/cpu'], 1.3),
  ratio('20 containers, CPU per byte, against 2', ['sizes/20x3/cpu-per-kb', 'sizes/2x3/cpu-per-kb'], 1),
  ratio(
    '60 containers of 200 variables, CPU per byte, against 2',
    ['sizes/60x200/cpu-per-kb', 'sizes/2x3/cpu-per-kb'],
    1,
  ),
  figure('one process, memory after the soak', 'soak/one-process/0/rss', megabytes),
  figure('two processes, memory of the adapter after the soak', 'soak/two-processes/0/rss', megabytes),
  figure('two processes, memory of the service after the soak', 'soak/two-processes/1/rss', megabytes),
  figure('one process, growth per 100,000 reviews', 'soak/one-process/0/slope', slope),
  figure('two processes, growth of the adapter per 100,000 reviews', 'soak/two-processes/0/slope', slope),
  figure('two processes, growth of the service per 100,000 reviews', 'soak/two-processes/1/slope', slope),
  figure('preview of 300 documents, CPU from start to exit', 'preview/300/cpu', seconds(3)),
  figure('preview of one small file, CPU from start to exit', 'preview/1/cpu', seconds(0.4)),
  figure('MutatePods over one stream, 16 in a message, Pods per second and core', 'grpc/messages/per-core', {
    unit: 'Pods/s',
    digits: 0,
    limit: { atLeast: 10_000 },
  }),
  ratio(
    'API server: p99 added at 10 at once, injected, against the best peer',
    ['api/one-process/injected@10/added-p99', 'api/best-peer/injected@10/added-p99'],
    1,
  ),
  ratio(
    'API server: extra CPU for an injected Pod, against the best peer',
    ['api/one-process/injected@10/extra', 'api/best-peer/injected@10/extra'],
    1,
  ),
  ratio(
    'API server: webhook and API server together, CPU against the policy',
    ['api/one-process/injected@10/both', 'api/policy/injected@10/both'],
    0.8,
  ),
];

function milliseconds(atMost: number): Pick<Goal, 'unit' | 'digits' | 'limit'> {
  return { unit: 'ms', digits: 1, limit: { atMost } };
}

function seconds(atMost: number): Pick<Goal, 'unit' | 'digits' | 'limit'> {
  return { unit: 's', digits: 2, limit: { atMost } };
}
