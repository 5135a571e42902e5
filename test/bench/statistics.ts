/** The value below which this part of them lies; undefined for none. */
export function quantile(values: readonly number[], part: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

/** Of an even number the lower one of the two in the middle. */
export function median(values: readonly number[]): number | undefined {
  return quantile(values, 0.5);
}
