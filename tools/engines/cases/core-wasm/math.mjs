// Elementary and special functions, one double at a time and by arrays.
import { doubles, on, positive, units, wide } from './machine.mjs';

const probabilities = Float64Array.of(0, 1, 0.5, 1e-300, 5e-324, NaN, -0.1, 1.1, ...units(500, 4));

/** Functions of one double, over a grid. */
const scalars = {
  exp: wide,
  expm1: wide,
  log: positive,
  log1p: wide,
  sin: wide,
  cos: wide,
  tan: wide,
  asin: units(500, 6),
  acos: units(500, 7),
  atan: wide,
  sinh: wide,
  cosh: wide,
  tanh: wide,
  asinh: wide,
  acosh: positive.map((x) => 1 + x),
  atanh: units(500, 8),
  erf: wide,
  erfc: wide,
  lgamma: positive,
  digamma: wide,
  trigamma: wide,
  sigmoid: wide,
  softplus: wide,
  log1mexp: positive.map((x) => -x),
  normalCdf: wide,
  normalSf: wide,
  normalLogCdf: wide,
  normalQuantile: probabilities,
};
/** Functions of an array: x, n, out. */
const fills = {
  fillExp: wide,
  fillExpm1: wide,
  fillLog: positive,
  fillLog1p: wide,
  fillSin: wide,
  fillCos: wide,
  fillTanh: wide,
  fillSigmoid: wide,
  fillSoftplus: wide,
  fillErf: wide,
  fillErfc: wide,
  fillNormalCdf: wide,
  fillNormalSf: wide,
  fillNormalLogCdf: wide,
  fillNormalQuantile: probabilities,
};

export const cases = {};
for (const [name, grid] of Object.entries(scalars)) {
  cases[name] = () => on((k) => grid.map((x) => k[name](x)));
}
for (const [name, grid] of Object.entries(fills)) {
  cases[name] = () =>
    on((k, { put, f64 }) => {
      const x = put(grid);
      k[name](x, grid.length, x);
      return f64(x, grid.length);
    });
}

const exponents = doubles(wide.length, 5, 8);
cases.pow = () => on((k) => wide.map((x, i) => k.pow(x < 0 ? -x : x, exponents[i])));
cases['pow of special values'] = () =>
  on((k) => {
    const powers = [-2, -1, -0.5, 0, 0.5, 1, 3, NaN, Infinity];
    return powers.map((y) => wide.slice(0, 16).map((x) => k.pow(x, y)));
  });
cases.polygamma = () => on((k) => wide.map((x, i) => k.polygamma(i % 5, x)));
