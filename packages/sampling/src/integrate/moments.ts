// Running moments of numbers that come in blocks, in memory of the machine that is this reduction's own: the
// integrand may use the machine, and integrate, in between.
import { type Machine, machine } from '@stokast/core-wasm';
import { CHUNK } from '../data.ts';

/** What a sample says about its law. */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean, divided by n - 1. */
  readonly variance: number;
  /** Of the sample; 0 where all values are equal. */
  readonly skewness: number;
  /** The fourth central moment over the squared second: 3 for normal values, n at most. */
  readonly kurtosis: number;
}

export class RunningMoments {
  private readonly machine: Machine;
  private readonly state: number;

  constructor() {
    this.machine = machine();
    const { kernels } = this.machine;
    this.state = this.machine.reserve(kernels.treeBytes(5));
    kernels.momentsStart(this.state);
  }

  /** Takes the next values; all calls but the last take a multiple of 128. */
  push(values: Float64Array): void {
    const { machine: m, state } = this;
    for (let done = 0; done < values.length; done += CHUNK) {
      const part = values.subarray(done, done + CHUNK);
      m.f64.set(part, m.scratch >> 3);
      m.kernels.momentsPush(state, m.scratch, part.length, 0);
    }
  }

  finish(): Moments {
    const { machine: m, state } = this;
    m.kernels.treeFinish(state);
    const [n, mean, m2, m3, m4] = m.f64.subarray(m.kernels.RESULT >> 3, (m.kernels.RESULT >> 3) + 5);
    const spread = m2 / n;
    const skewness = m3 / n / (spread * Math.sqrt(spread));
    const kurtosis = m4 / n / (spread * spread);
    return {
      n,
      mean,
      variance: m2 / (n - 1),
      // Where powers over- or underflow there is no saying.
      skewness: Number.isFinite(skewness) ? skewness : 0,
      kurtosis: Number.isFinite(kurtosis) ? kurtosis : 1,
    };
  }

  release(): void {
    this.machine.release(this.state);
  }
}

/** Runs `use` with `count` running moments, and gives their memory back however it ends. */
export function withMoments<T>(count: number, use: (...moments: RunningMoments[]) => T): T {
  const moments: RunningMoments[] = [];
  try {
    for (let i = 0; i < count; i++) moments.push(new RunningMoments());
    return use(...moments);
  } finally {
    for (const each of moments) each.release();
  }
}

/** The moments of values that are all there. */
export const momentsOf = (values: Float64Array): Moments =>
  withMoments(1, (moments) => {
    moments.push(values);
    return moments.finish();
  });
