// Order statistics of a few dozen timings.

/** Quantile p of numbers, linear between neighbours (type 7 of Hyndman and Fan 1996). */
export function quantile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (at - low);
}

/** Median and quartiles of timings in nanoseconds an element. */
export function summarise(values) {
  return { median: quantile(values, 0.5), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/** Median over rounds of a's time by b's, with its quartiles: paired, so a slow spell of the machine cancels. */
export function ratio(a, b) {
  return summarise(a.map((time, round) => time / b[round]));
}
