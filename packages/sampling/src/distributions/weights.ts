// Probabilities from weights or logits, checked.
import { machine } from '@stokast/core-wasm';
import { rangeFault } from '@stokast/core-wasm/errors';
import { mapInPlace, sumOf } from '../data.ts';

/** The values over their sum. */
export function normaliseProbabilities(what: string, values: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] >= 0 && values[i] < Number.POSITIVE_INFINITY)) {
      throw rangeFault(what, `probabilities[${i}]`, values[i], '>= 0 and finite');
    }
  }
  const sum = sumOf(values);
  if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) {
    throw rangeFault(what, 'probabilities', sum, 'of a sum > 0 and finite');
  }
  for (let i = 0; i < values.length; i++) values[i] /= sum;
  return values;
}

/** Log-probabilities: the logits less their log-sum-exp. */
export function normaliseLogits(what: string, logits: Float64Array): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) {
    if (!(logits[i] < Number.POSITIVE_INFINITY)) {
      throw rangeFault(what, `logits[${i}]`, logits[i], 'finite, or -Infinity');
    }
    largest = Math.max(largest, logits[i]);
  }
  if (largest === Number.NEGATIVE_INFINITY) {
    throw rangeFault(what, 'logits', largest, 'not all -Infinity');
  }
  const logs = logits.map((logit) => logit - largest);
  const terms = logs.slice();
  mapInPlace(terms, (k, x, n) => k.fillExp(x, n, x));
  const logSum = machine().kernels.log(sumOf(terms));
  for (let i = 0; i < logs.length; i++) logs[i] -= logSum;
  return logs;
}
