// What is said about figures that were measured several times: the middle one, and how far apart they are.

export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws RangeError without any value */
export function summarise(values: readonly number[]): Summary {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [min, max] = [sorted[0], sorted.at(-1)];
  const [below, above] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  if (min === undefined || max === undefined || below === undefined || above === undefined) {
    throw new RangeError('expected at least one value, found none');
  }
  return { median: (below + above) / 2, min, max };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The slope of the straight line that fits best (least squares). */
export function slopeOf(points: readonly Point[]): number {
  const mean = (read: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + read(point), 0) / points.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const [rise, run] = points.reduce(
    ([above, below], { x, y }) => [above + (x - meanX) * (y - meanY), below + (x - meanX) ** 2],
    [0, 0],
  );
  return rise / run;
}
