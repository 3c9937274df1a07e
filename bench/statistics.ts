/** What a series of windows says, without believing any one of them. */

export interface Spread {
  median: number;
  q1: number;
  q3: number;
  pairs: number;
}

/** The value below which the share `p` of the values lies, between neighbours in proportion (Hyndman and Fan's type 7). */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * p;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export function spread(values: readonly number[]): Spread {
  return {
    median: round(quantile(values, 0.5), 3),
    q1: round(quantile(values, 0.25), 3),
    q3: round(quantile(values, 0.75), 3),
    pairs: values.length,
  };
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
