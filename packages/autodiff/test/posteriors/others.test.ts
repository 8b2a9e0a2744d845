import { expect, test } from 'vitest';
import { compile, parameterSpace, type Tensor, valueAndGrad } from '../../src/index.ts';
import { runBoth } from '../check.ts';
import { others } from './others.ts';

type Vector = Tensor<readonly [number], 'f64'>;
const isNumber = (shape: readonly number[]): boolean => shape.length === 0;

for (const [name, { shapes, constraints, density, plain }] of Object.entries(others)) {
  test(`${name}: plain JavaScript's log density, central differences of it`, () => {
    const space = parameterSpace(shapes, constraints as never);
    const program = compile(
      valueAndGrad((free: Vector) => density(space.constrain(free, undefined).parameters)),
      [[space.size]],
    );
    const constrain = compile((free: Vector) => space.constrain(free, undefined).parameters, [[space.size]]);
    const at = (free: ArrayLike<number>): number => {
      const values = Object.entries(constrain(free)).map(([key, value]) => [
        key,
        isNumber(shapes[key]) ? value : Array.from(value as Float64Array),
      ]);
      return plain(Object.fromEntries(values));
    };
    for (const seed of [0.3, 1.7]) {
      const free = Float64Array.from({ length: space.size }, (_, i) => Math.sin(seed + 2.4 * i));
      const { value, gradient } = runBoth(program, free);
      expect(Math.abs(value - at(free)) / Math.abs(value)).toBeLessThan(1e-12);
      const largest = Math.max(...gradient.map(Math.abs));
      const h = 1e-3;
      free.forEach((_, j) => {
        const moved = (k: number) => at(free.map((each, i) => (i === j ? each + k * h : each)));
        // Of sixth order.
        const slope =
          (45 * (moved(1) - moved(-1)) - 9 * (moved(2) - moved(-2)) + (moved(3) - moved(-3))) / (60 * h);
        expect(Math.abs(gradient[j] - slope) / largest, `component ${j}`).toBeLessThan(1e-8);
      });
    }
  });
}
