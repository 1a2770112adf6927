// How figures look in a table: the median, and behind it the smallest and the largest of all rounds.

import { summarise } from '../measure/statistics.js';

/** "163 (150–170)"; "–" if nothing was measured. */
export function formatCell(values: readonly number[], digits = 0): string {
  if (values.length === 0) {
    return '–';
  }
  const { median, min, max } = summarise(values);
  const write = (value: number): string => formatNumber(value, digits);
  return values.length === 1 ? write(median) : `${write(median)} (${write(min)}–${write(max)})`;
}

/** Thousands are separated by commas. */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
