// All figures of a run by name, one value per round. Values of the same round stand at the same index, so that ratios
// are taken between neighbours in time: that is what survives a noisy machine.

export interface Samples {
  add(name: string, value: number): void;
  /** Empty if nothing was measured under this name. */
  of(name: string): readonly number[];
  /** Round by round; empty if either was not measured. */
  ratio(name: string, reference: string): readonly number[];
}

export function createSamples(): Samples {
  const values = new Map<string, number[]>();
  const of = (name: string): readonly number[] => values.get(name) ?? [];
  return {
    add(name, value) {
      const known = values.get(name);
      if (known) {
        known.push(value);
      } else {
        values.set(name, [value]);
      }
    },
    of,
    ratio(name, reference) {
      const references = of(reference);
      return of(name).flatMap((value, round) => {
        const other = references[round];
        return other === undefined ? [] : [value / other];
      });
    },
  };
}
