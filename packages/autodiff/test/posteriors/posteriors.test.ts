import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { add, compile, type Tensor, valueAndGrad } from '../../src/index.ts';
import { runBoth } from '../check.ts';
import { models } from './models.ts';
import { plainDensities } from './plain.ts';

interface Oracle {
  readonly u: readonly number[];
  readonly lp: number;
  readonly grad: readonly number[];
}
const { posteriors } = JSON.parse(
  readFileSync(new URL('./data/posteriors.json', import.meta.url), 'utf8'),
) as { posteriors: readonly { readonly name: string; readonly gradientOracle?: readonly Oracle[] }[] };

/** Log density of the free numbers, with its gradient. */
function programOf(name: string): (u: ArrayLike<number>) => { value: number; gradient: Float64Array } {
  const { space, density } = models[name]();
  const onFree = (u: Tensor<readonly [number], 'f64'>): Tensor => {
    const { parameters, logJacobian } = space.constrain(u, undefined);
    return add(density(parameters), logJacobian);
  };
  return compile(valueAndGrad(onFree), [[space.size]]);
}

/** Stan's values keep all constants of these. */
const complete = new Set(['sblri-blr', 'wells_data-wells_dist']);

test('all are here', () => {
  expect(Object.keys(models)).toEqual(posteriors.map(({ name }) => name));
});

for (const { name, gradientOracle } of posteriors) {
  if (!gradientOracle) continue;
  test(`${name}: Stan's log density and gradient`, () => {
    const program = programOf(name);
    const found = gradientOracle.map(({ u }) => runBoth(program, u));
    gradientOracle.forEach(({ lp, grad }, i) => {
      const { value, gradient } = found[i];
      const largest = Math.max(...grad.map(Math.abs));
      grad.forEach((each, j) => {
        expect(Math.abs(gradient[j] - each) / largest, `component ${j} at point ${i}`).toBeLessThan(1e-8);
      });
      const constant = complete.has(name) ? 0 : found[0].value - gradientOracle[0].lp;
      expect(Math.abs(value - lp - constant) / Math.max(1, Math.abs(lp))).toBeLessThan(1e-10);
    });
  });
}

for (const [name, plain] of Object.entries(plainDensities)) {
  test(`${name}: plain JavaScript's log density, central differences`, () => {
    const program = programOf(name);
    for (const { u, step } of plain.points) {
      const { value, gradient } = runBoth(program, u);
      expect(Math.abs(value - plain.density(u)) / Math.abs(value)).toBeLessThan(1e-12);
      const largest = Math.max(...gradient.map(Math.abs));
      u.forEach((_, j) => {
        const h = step[j];
        const at = (k: number) => plain.density(u.map((each, i) => (i === j ? each + k * h : each)));
        // Of fourth order: Richardson's extrapolation of two central differences.
        const slope = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
        expect(Math.abs(gradient[j] - slope) / largest, `component ${j}`).toBeLessThan(1e-8);
      });
    }
  });
}
