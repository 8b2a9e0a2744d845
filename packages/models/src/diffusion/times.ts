// What is drawn for the examples of a batch: times, evenly spread from one random start, and whose class is kept.
import { floor, minimum, type RandomSource, type Tensor, where } from '@stokast/autodiff';
import type { DenoiserConfig } from './config.ts';

/**
 * n times in [0, 1), each uniform, with distances of 1 / n in a circle: the mean loss of a batch varies less by them
 * than by n independent ones (Kingma, Salimans, Poole and Ho 2021, appendix I.1).
 */
export function spreadTimes(source: RandomSource, n: number): Tensor {
  const places = Float32Array.from({ length: n }, (_, i) => i / n);
  const times = source.uniform([1], { dtype: 'f32' }).add(places); // [n], in [0, 2)
  return times.sub(floor(times)) as Tensor;
}

/** The step of each time, from 0 to T - 1. */
export const stepsAt = (times: Tensor, T: number): Tensor => minimum(floor(times.mul(T)), T - 1) as Tensor;

/** Labels [n], some of them turned to none: for a model that learns to do with a class and without. */
export function withoutClass(
  { classes, classDropout }: DenoiserConfig,
  label: Tensor | undefined,
  source: RandomSource,
): Tensor | undefined {
  if (!label || classDropout === 0) return label;
  return where(source.bernoulli(label.shape, classDropout, { dtype: 'f32' }), classes, label) as Tensor;
}
