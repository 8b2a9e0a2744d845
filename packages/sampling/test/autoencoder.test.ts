// A variational autoencoder (Kingma and Welling 2014): its loss draws from a stream inside the program.
import {
  adam,
  bernoulliLogitLogProb,
  compile,
  linear,
  type RandomSource,
  randomStream,
  type Shape,
  split,
  type Tensor,
  training,
  valueAndGrad,
} from '@stokast/autodiff';
import { useBackend } from '@stokast/core-wasm';
import { describe, expect, test } from 'vitest';
import { Normal, Stream, stream } from '../src/index.ts';

const [N, D, H, Z] = [12, 8, 6, 2];

interface Layer {
  readonly weights: Tensor;
  readonly bias: Tensor;
}
interface Model {
  readonly encoder: readonly [Layer, Layer];
  readonly decoder: readonly [Layer, Layer];
}

const dense = ({ weights, bias }: Layer, x: Tensor) => linear(x, weights, bias);

/** Minus the evidence lower bound of an observation, by one sample of its code. */
function loss({ encoder, decoder }: Model, x: Tensor, noise: RandomSource): Tensor {
  const [mu, logSigma] = split(dense(encoder[1], dense(encoder[0], x).tanh()), 2, 1); // [N, Z] each
  const z = Normal(mu, logSigma.exp()).rsample(noise);
  const logits = dense(decoder[1], dense(decoder[0], z).tanh()); // [N, D]
  const reconstruction = bernoulliLogitLogProb(x, logits).sum();
  const divergence = mu.square().add(logSigma.mul(2).exp()).sub(logSigma.mul(2)).sub(1).sum().div(2);
  return divergence.sub(reconstruction).div(N);
}

const shapes = (dtype: 'f64' | 'f32') => {
  const layer = (from: number, to: number) => ({
    weights: { shape: [from, to] as const, dtype },
    bias: { shape: [to] as const, dtype },
  });
  return {
    encoder: [layer(D, H), layer(H, 2 * Z)] as const,
    decoder: [layer(Z, H), layer(H, D)] as const,
  };
};

const sizeOf = (shape: Shape) => shape.reduce((a, b) => a * b, 1);
const weights = stream('weights');
const layer = (from: number, to: number) => ({
  weights: Normal(0, 0.5).sample(weights, sizeOf([from, to])),
  bias: Normal(0, 0.1).sample(weights, to),
});
const start = { encoder: [layer(D, H), layer(H, 2 * Z)], decoder: [layer(Z, H), layer(H, D)] } as const;
// Two kinds of observations.
const x = Float64Array.from({ length: N * D }, (_, i) =>
  i % D < D / 2 === (Math.floor(i / D) % 2 === 0) ? 1 : 0,
);

describe('a variational autoencoder', () => {
  test('its loss and gradient, with the noise that the stream gives outside', () => {
    const program = compile(valueAndGrad(loss), [shapes('f64'), [N, D], randomStream]);
    useBackend('typescript');
    const fallback = program(start, x, stream('noise'));
    useBackend('wasm');
    const { value, gradient } = program(start, x, stream('noise'));
    expect({ value, gradient }).toStrictEqual(fallback);

    const noise = Normal(0, 1).fill(stream('noise'), new Float64Array(N * Z));
    const layer = (row: ArrayLike<number>, { weights, bias }: (typeof start.encoder)[0]) =>
      Array.from(bias, (b, j) =>
        Array.from(row).reduce((all, each, i) => all + each * weights[i * bias.length + j], b),
      );
    let expected = 0;
    for (let n = 0; n < N; n++) {
      const row = x.subarray(n * D, (n + 1) * D);
      const code = layer(layer(row, start.encoder[0]).map(Math.tanh), start.encoder[1]);
      const z = noise.subarray(n * Z, (n + 1) * Z).map((e, k) => code[k] + Math.exp(code[Z + k]) * e);
      const logits = layer(layer(z, start.decoder[0]).map(Math.tanh), start.decoder[1]);
      for (let k = 0; k < Z; k++)
        expected += (code[k] ** 2 + Math.exp(2 * code[Z + k]) - 2 * code[Z + k] - 1) / 2;
      for (const [i, logit] of logits.entries()) expected -= row[i] * logit - Math.log1p(Math.exp(logit));
    }
    expect(value).toBeCloseTo(expected / N, 12);

    for (const [part, at] of [
      ['encoder', 0],
      ['encoder', 1],
      ['decoder', 0],
      ['decoder', 1],
    ] as const) {
      for (const k of [0, 5, 11]) {
        const by = (h: number) => {
          const moved = structuredClone(start);
          moved[part][at].weights[k] += h;
          return program(moved, x, stream('noise')).value;
        };
        const slope = (by(1e-5) - by(-1e-5)) / 2e-5;
        const own = (gradient[part][at].weights as Float64Array)[k];
        expect(Math.abs(own - slope)).toBeLessThan(1e-8);
      }
    }
  });

  test('learns in singles, the same on both backends, and goes on where it was saved', () => {
    const run = (steps: number) => {
      const noise = stream('noise');
      const spec = { shape: [N, D], dtype: 'f32' } as const;
      const fit = training(loss, [shapes('f32'), spec, randomStream], adam({ learningRate: 0.02 }));
      fit.load(start);
      const first = fit.steps(steps, x, noise);
      return { fit, noise, first };
    };
    useBackend('typescript');
    const fallback = run(10).first;
    useBackend('wasm');
    expect(run(10).first).toBe(fallback);
    const { fit, noise } = run(400);
    const saved = JSON.parse(JSON.stringify(fit.save()));
    const position = noise.state();
    const last = fit.steps(100, x, noise);
    expect(last).toBeLessThan(2);
    fit.resume(saved);
    expect(fit.steps(100, x, Stream.from(position))).toBe(last);
  });
});
