// A layer of the bench: what it measures, and the tables that it gives.

import type { Bench } from './bench.js';

export interface Table {
  readonly title: string;
  /** What the figures are, and what to keep in mind. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Why a layer or a part of it was not measured. */
export interface Skip {
  readonly part: string;
  readonly why: string;
}

export interface LayerResult {
  readonly tables: readonly Table[];
  readonly skipped?: readonly Skip[];
}

export interface Layer {
  /** Names for `--only`. */
  readonly parts: readonly string[];
  run(bench: Bench): Promise<LayerResult>;
}
