// Regression by a Gaussian process with a squared exponential kernel (Rasmussen and Williams 2006, algorithm 2.1).
import { test } from 'vitest';
import {
  cholesky,
  choleskySolve,
  compile,
  expandAxes,
  hessian,
  identity,
  logDeterminant,
  matmul,
  quadraticForm,
  sub,
  type Tensor,
  valueAndGrad,
} from '../../src/index.ts';
import { numbersOf, runBoth } from '../check.ts';
import { checkModel, differences, expectNear, numbers } from './check.ts';

const N = 12;
const x = Float64Array.from({ length: N }, (_, i) => i / 3 + Math.sin(i) / 10);
const y = numbers(N, 21).map((each, i) => Math.sin(x[i]) + each / 5);
const specs = { alpha: [], rho: [], sigma: [] } as const;
const at = { alpha: 0.2, rho: -0.1, sigma: -1 };

interface Kernel {
  readonly alpha: Tensor<readonly []>;
  readonly rho: Tensor<readonly []>;
  readonly sigma: Tensor<readonly []>;
}

const kernel = ({ alpha, rho }: Kernel, a: Tensor, b: Tensor) =>
  sub(expandAxes(a, -1), b).div(rho.exp()).square().mul(-0.5).exp().mul(alpha.mul(2).exp());
const noisy = (p: Kernel, x: Tensor) => kernel(p, x, x).add(identity(N).mul(p.sigma.mul(2).exp()));

const logDensity = (p: Kernel, x: Tensor, y: Tensor) => {
  const factor = cholesky(noisy(p, x));
  return quadraticForm(factor, y)
    .add(logDeterminant(factor))
    .add(N * Math.log(2 * Math.PI))
    .div(-2);
};

const covariance = (p: typeof at) =>
  Array.from(x, (a, i) =>
    Array.from(
      x,
      (b, j) =>
        Math.exp(2 * p.alpha - ((a - b) / Math.exp(p.rho)) ** 2 / 2) + (i === j ? Math.exp(2 * p.sigma) : 0),
    ),
  );

/** The same by elimination. */
function plain(p: typeof at): number {
  const k = covariance(p);
  const r = [...y];
  let logDet = 0;
  for (let i = 0; i < N; i++) {
    logDet += Math.log(k[i][i]);
    for (let j = i + 1; j < N; j++) {
      const f = k[j][i] / k[i][i];
      for (let l = i; l < N; l++) k[j][l] -= f * k[i][l];
      r[j] -= f * r[i];
    }
  }
  // y^T K^-1 y = sum of squares of the eliminated right side over the pivots
  const quadratic = r.reduce((all, each, i) => all + (each * each) / k[i][i], 0);
  return -(quadratic + logDet + N * Math.log(2 * Math.PI)) / 2;
}

test('the marginal likelihood', () => {
  checkModel(compile(valueAndGrad(logDensity), [specs, [N], [N]]), plain(at), at, x, y);
});

test('its second derivatives', () => {
  const blocks = runBoth(compile(hessian(logDensity), [specs, [N], [N]]), at, x, y);
  const slopes = compile(valueAndGrad(logDensity), [specs, [N], [N]]);
  for (const name of ['alpha', 'rho', 'sigma'] as const)
    expectNear(
      numbersOf(blocks[name]),
      differences((p) => slopes(p, x, y).gradient[name], at),
      1e-7,
    );
});

test('predictions', () => {
  const predict = compile(
    (p, x, y, to) => matmul(kernel(p, to, x), choleskySolve(cholesky(noisy(p, x)), y)),
    [specs, [N], [N], [2]],
  );
  const found = numbersOf(runBoth(predict, at, x, y, [0.5, 9]));
  const k = covariance(at);
  const weights = [...y];
  for (let i = 0; i < N; i++) {
    for (let j = i + 1; j < N; j++) {
      const f = k[j][i] / k[i][i];
      for (let l = i; l < N; l++) k[j][l] -= f * k[i][l];
      weights[j] -= f * weights[i];
    }
  }
  for (let i = N - 1; i >= 0; i--) {
    for (let j = i + 1; j < N; j++) weights[i] -= k[i][j] * weights[j];
    weights[i] /= k[i][i];
  }
  const expected = [0.5, 9].map((to) =>
    weights.reduce(
      (all, w, i) => all + w * Math.exp(2 * at.alpha - ((to - x[i]) / Math.exp(at.rho)) ** 2 / 2),
      0,
    ),
  );
  expectNear(found, expected, 1e-12);
});
