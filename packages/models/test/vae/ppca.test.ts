// The linear VAE with normal pixels is probabilistic principal component analysis (Tipping and Bishop 1999), for which
// everything is known: at its maximum the bound is log p(x), of each image.
import { compile, grad, type Specs, type Tensor } from '@stokast/autodiff';
import { machine } from '@stokast/core-wasm';
import { Normal, stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { mapWeights } from '../../src/train/parameters.ts';
import { readSafetensors } from '../../src/train/safetensors.ts';
import { vaeConfig } from '../../src/vae/config.ts';
import { elboTerms, logWeights } from '../../src/vae/elbo.ts';
import { encode, type VaeTensors, vaeWeights } from '../../src/vae/networks.ts';
import { vae } from '../../src/vae/spec.ts';

const [n, d, q] = [200, 5, 2];
const { log } = machine().kernels;

/** Points near a plane: z A + 0.3 noise. */
const data = (() => {
  const A = [1, -0.5, 0.3, 0.8, 0, -0.2, 0.6, 1, 0, 0.4];
  const z = Normal(0, 1).sample(stream('z'), n * q);
  const noise = Normal(0, 0.3).sample(stream('noise'), n * d);
  return Float64Array.from({ length: n * d }, (_, i) => {
    const [row, column] = [Math.floor(i / d), i % d];
    let x = 0.5 + noise[i];
    for (let j = 0; j < q; j++) x += z[row * q + j] * A[j * d + column];
    return x;
  });
})();

const mean = Float64Array.from({ length: d }, (_, c) => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += data[i * d + c];
  return sum / n;
});

/** Eigenvalues and vectors (columns) of the covariance, by Jacobi's rotations, the largest first. */
const { values, vectors } = (() => {
  const S = Array.from({ length: d }, (_, a) =>
    Float64Array.from({ length: d }, (_, b) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (data[i * d + a] - mean[a]) * (data[i * d + b] - mean[b]);
      return sum / n;
    }),
  );
  const V = S.map((_, i) => Float64Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 30; sweep++)
    for (let a = 0; a < d; a++)
      for (let b = a + 1; b < d; b++) {
        const theta = Math.atan2(2 * S[a][b], S[a][a] - S[b][b]) / 2;
        const [c, s] = [Math.cos(theta), Math.sin(theta)];
        for (const M of [S, V])
          for (let k = 0; k < d; k++)
            [M[k][a], M[k][b]] = [c * M[k][a] + s * M[k][b], c * M[k][b] - s * M[k][a]];
        for (let k = 0; k < d; k++)
          [S[a][k], S[b][k]] = [c * S[a][k] + s * S[b][k], c * S[b][k] - s * S[a][k]];
      }
  const order = [...Array(d).keys()].sort((a, b) => S[b][b] - S[a][a]);
  return { values: order.map((j) => S[j][j]), vectors: order.map((j) => V.map((row) => row[j])) };
})();

/** Equation 8: the mean of the eigenvalues that are left out; and the greatest mean log-likelihood there is. */
const variance = values.slice(q).reduce((a, b) => a + b) / (d - q);
const logDeterminant = values.slice(0, q).reduce((all, v) => all + log(v), 0) + (d - q) * log(variance);
const best = -0.5 * (d * log(2 * Math.PI) + logDeterminant + d);

const config = vaeConfig('Cannot test', { shape: [d], latent: q, hidden: [], likelihood: 'gaussian' });
const specs = mapWeights(vaeWeights(config), (_, { shape }) => shape) as Specs;
/** Equation 7: W = U (L - s^2)^(1/2); q(z | x) has mean L^-1 W'(x - mean) and variance s^2 L^-1. */
const optimum = (() => {
  const W = (j: number, c: number) => vectors[j][c] * Math.sqrt(values[j] - variance);
  const encoder = { weight: new Float64Array(d * 2 * q), bias: new Float64Array(2 * q) };
  const decoder = { weight: new Float64Array(q * d), bias: mean };
  for (let j = 0; j < q; j++) {
    for (let c = 0; c < d; c++) {
      decoder.weight[j * d + c] = W(j, c);
      encoder.weight[c * 2 * q + j] = W(j, c) / values[j];
      encoder.bias[j] -= (mean[c] * W(j, c)) / values[j];
    }
    encoder.bias[q + j] = log(variance / values[j]);
  }
  return {
    encoder: { dense: [encoder] },
    decoder: { dense: [decoder] },
    observation: { logScale: log(variance) / 2 },
  };
})();

/** The mean bound, exactly: it is of second degree in eps, and the 2 q points +-sqrt(q) e_j have its moments. */
const exactBound = (weights: VaeTensors, x: Tensor): Tensor => {
  const points = Array.from({ length: 2 * q }, (_, i) =>
    Float64Array.from({ length: n * q }, (_, k) =>
      k % q === i >> 1 ? (i % 2 === 0 ? 1 : -1) * Math.sqrt(q) : 0,
    ),
  );
  const bounds = points.map((eps) => {
    const at = x
      .slice([], [0, q])
      .mul(0)
      .add(Array.from({ length: n }, (_, i) => [...eps.subarray(i * q, (i + 1) * q)]));
    const { reconstruction, kl } = elboTerms(config, weights, {
      x,
      seen: x,
      label: x.slice([], 0),
      eps: at as Tensor,
    });
    return reconstruction.sub(kl.sum(1)).mean();
  });
  return bounds.reduce((a, b) => a.add(b) as never).div(2 * q) as Tensor;
};

test('at the closed form the bound is log p(x), and its gradient vanishes', () => {
  const shapes = [specs, [n, d]] as never;
  const bound = compile(exactBound as never, shapes) as never as (...a: unknown[]) => number;
  expect(bound(optimum, data)).toBeCloseTo(best, 10);
  const slope = compile(grad(exactBound as never), shapes) as never as (...a: unknown[]) => unknown;
  const gradient = JSON.stringify(slope(optimum, data), (_, v) =>
    ArrayBuffer.isView(v) ? [...(v as Float64Array)] : v,
  );
  for (const each of gradient.match(/-?\d+\.?\d*(e-?\d+)?/g) as string[])
    expect(Math.abs(Number(each))).toBeLessThan(1e-10);
});

test('there every importance weight of an image is its density', () => {
  const weights = compile(
    ((w: VaeTensors, x: Tensor, eps: Tensor) => {
      const label = x.slice(0, [0, 1]);
      return logWeights(config, w, {
        x,
        ...encode(config, w.encoder, x, label as Tensor),
        label: label as Tensor,
        eps,
      });
    }) as never,
    [specs, [1, d], [7, q]] as never,
  ) as never as (...a: unknown[]) => Float64Array;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const logs = weights(optimum, data.subarray(i * d, (i + 1) * d), Normal(0, 1).sample(stream(i), 7 * q));
    for (const each of logs) expect(each).toBeCloseTo(logs[0], 9);
    sum += logs[0];
  }
  expect(sum / n).toBeCloseTo(best, 10);
});

test('training comes there, and so do its bounds', async () => {
  const images = Float32Array.from(data);
  const spec = vae({ shape: [d], latent: q, hidden: [], likelihood: 'gaussian', learningRate: 0.02 });
  const model = await spec.fit({ images, shape: [d] }, { stream: stream('ppca'), batchSize: n, steps: 3000 });
  const weighted = model.importanceWeightedBound({ images, shape: [d] }, stream('weights'), { samples: 20 });
  expect(Math.abs(weighted.value - best)).toBeLessThan(0.01);
  const { tensors } = readSafetensors(model.save());
  const learned = mapWeights(vaeWeights(config), (name, { shape }) => {
    const { data: numbers } = tensors.get(name) as { data: Float32Array };
    return shape.length === 0 ? numbers[0] : numbers;
  });
  const bound = compile(exactBound as never, [specs, [n, d]] as never) as never as (
    ...a: unknown[]
  ) => number;
  expect(bound(learned, data)).toBeLessThan(best);
  expect(bound(learned, data)).toBeGreaterThan(best - 0.01);
});
