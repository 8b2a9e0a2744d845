// The bound on -log p(x): its terms, and how it is printed.

const LOG_2 = Math.LN2;

/** One term, or all: the mean over examples and its standard error, in nats. */
export interface Nats {
  readonly mean: number;
  readonly standardError: number;
}

/** Mean and standard error of numbers. */
export function natsOf(each: Float64Array): Nats {
  const n = each.length;
  let mean = 0;
  for (const x of each) mean += x / n;
  let squares = 0;
  for (const x of each) squares += (x - mean) * (x - mean);
  return { mean, standardError: Math.sqrt(squares / Math.max(1, n - 1) / n) };
}

/** A bound on how many nats examples take under a diffusion: of each, a fair estimate. Made by `bound` of a model. */
export class DiffusionBound {
  /** Of each example, nats. */
  readonly each: Float64Array;
  /** Means over examples: what is left of the data at the end, what the steps cost, and the last, with the data. */
  readonly prior: number;
  readonly steps: number;
  readonly reconstruction: number;
  readonly nats: Nats;
  /** The same for each number of an example, in bits. */
  readonly bitsPerDimension: number;

  /** @internal */
  constructor(
    terms: { prior: Float64Array; steps: Float64Array; reconstruction: Float64Array },
    dimensions: number,
  ) {
    const { prior, steps, reconstruction } = terms;
    this.each = prior.map((x, i) => x + steps[i] + reconstruction[i]);
    this.prior = natsOf(prior).mean;
    this.steps = natsOf(steps).mean;
    this.reconstruction = natsOf(reconstruction).mean;
    this.nats = natsOf(this.each);
    this.bitsPerDimension = this.nats.mean / (dimensions * LOG_2);
  }

  /** Such as `-log p(x) <= 103.2(4) nats, 2.326 bits a number`. */
  toString(): string {
    const { mean, standardError } = this.nats;
    return `-log p(x) <= ${mean.toFixed(2)} +- ${standardError.toFixed(2)} nats, ${this.bitsPerDimension.toFixed(3)} bits a number`;
  }

  toJSON(): object {
    const { prior, steps, reconstruction, nats, bitsPerDimension } = this;
    return { type: 'diffusion-bound', nats, bitsPerDimension, prior, steps, reconstruction };
  }
}
