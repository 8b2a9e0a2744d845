// Randomness inside programs: draws are made of words of a stream, at places that are known when a function is traced.
import { checkOneOf, checkOptions, checkProbability } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { record, tensorsOf } from '../record.ts';
import { insideScan } from '../scan/body.ts';
import { type DType, type Shape, sizeOf } from '../shape.ts';
import { checkShape } from '../spec.ts';
import type { Tensor } from '../tensor.ts';
import { less, mul, where } from './index.ts';

/** What is drawn. */
export type Kind = 'uniform' | 'normal' | 'exponential';

/** Options of draws. */
export interface DrawOptions<D extends DType = DType> {
  /** Doubles ('f64', the default) of two words each, or singles ('f32') of one. */
  readonly dtype?: D;
}

/** Words that a program takes of its stream; grows while its function is traced. */
export interface Taken {
  words: number;
}

const MOST_WORDS = 2147483647;

/**
 * A stream of randomness as a traced function sees it, for the spec `randomStream`. Each draw takes the next words of
 * the stream, so values are those that the same draws give outside, in the same order: `normal([n])` those of
 * `Normal(0, 1).fill(stream, new Float64Array(n))`. A program that is run again goes on where it stopped; started at
 * the same place, it gives the same.
 */
export class RandomSource {
  private readonly node: Tensor;

  /** A tensor like its draws: what distributions over tensors take their functions from. @internal */
  get like(): Tensor {
    return this.node;
  }

  /** @internal */
  constructor(node: Tensor) {
    this.node = node;
  }

  private draw(kind: Kind, shape: Shape, options: DrawOptions): Tensor {
    const what = `Cannot draw ${kind}`;
    checkShape(what, 'shape', shape);
    checkOptions(what, options, ['dtype']);
    const { dtype = 'f64' } = options;
    checkOneOf(what, 'options.dtype', dtype, ['f64', 'f32']);
    if (insideScan()) {
      const allowed =
        'used outside the steps of scan: draw for all steps before it, and hand the draws in as a sequence';
      throw typeFault(what, 'source', this, allowed);
    }
    const taken = this.node.attributes.taken as Taken;
    const words = sizeOf(shape) * (dtype === 'f64' ? 2 : 1);
    if (taken.words + words > MOST_WORDS)
      throw rangeFault(
        what,
        'shape',
        words,
        `of at most ${MOST_WORDS - taken.words} words, the rest of 2^31`,
      );
    const node = record('draw', [this.node], { kind, offset: taken.words, shape: [...shape], dtype });
    taken.words += words;
    return node;
  }

  /** Uniform numbers in [0, 1), of 53 bits (singles: 24). Throws a TypeError or RangeError for another shape or option. */
  uniform<const S extends Shape, D extends DType = 'f64'>(
    shape: S,
    options: DrawOptions<D> = {},
  ): Tensor<S, D> {
    return this.draw('uniform', shape, options) as never;
  }

  /** Standard normal numbers. Throws as `uniform` does. */
  normal<const S extends Shape, D extends DType = 'f64'>(
    shape: S,
    options: DrawOptions<D> = {},
  ): Tensor<S, D> {
    return this.draw('normal', shape, options) as never;
  }

  /** Exponential numbers of mean 1. Throws as `uniform` does. */
  exponential<const S extends Shape, D extends DType = 'f64'>(
    shape: S,
    options: DrawOptions<D> = {},
  ): Tensor<S, D> {
    return this.draw('exponential', shape, options) as never;
  }

  /** 1 with probability p, else 0: is a uniform number less than p? Throws as `uniform` does, and for p outside [0, 1]. */
  bernoulli<const S extends Shape, D extends DType = 'f64'>(
    shape: S,
    p: number,
    options: DrawOptions<D> = {},
  ): Tensor<S, D> {
    checkProbability('Cannot draw bernoulli', 'p', p);
    return less(this.draw('uniform', shape, options), p) as never;
  }
}

/**
 * x with elements replaced by 0, each with probability `rate`, and the others divided by 1 - rate, so that the mean
 * stays (Srivastava et al. 2014). A rate of 0 leaves x as it is and takes no words.
 *
 * Throws a RangeError for a rate outside [0, 1), a TypeError where `source` is no RandomSource.
 *
 * ```ts
 * import { compile, dropout, randomStream } from '@stokast/autodiff';
 * import { stream } from '@stokast/sampling';
 * const noisy = compile((x, source) => dropout(x, 0.5, source), [[4], randomStream]);
 * noisy([1, 2, 3, 4], stream('dropout')) //=> Float64Array(4) [ 2, 0, 6, 0 ]
 * ```
 */
export function dropout<S extends Shape, D extends DType>(
  x: Tensor<S, D>,
  rate: number,
  source: RandomSource,
): Tensor<S, D> {
  const what = 'Cannot apply dropout';
  const [tensor] = tensorsOf('dropout', [x]);
  if (typeof rate !== 'number') throw typeFault(what, 'rate', rate, 'a number in [0, 1)');
  if (!(rate >= 0 && rate < 1)) throw rangeFault(what, 'rate', rate, 'in [0, 1)');
  if (!(source instanceof RandomSource)) throw typeFault(what, 'source', source, 'a RandomSource');
  if (rate === 0) return tensor as never;
  const keep = 1 - rate;
  const { shape, dtype } = tensor;
  return where(source.bernoulli(shape, keep, { dtype }), mul(tensor, 1 / keep), 0) as never;
}
