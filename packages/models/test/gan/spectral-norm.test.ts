import { compile, type Tensor } from '@stokast/autodiff';
import { expect, test } from 'vitest';
import { normalised } from '../../src/gan/spectral-norm.ts';

function largest(values: number[], shape: number[], steps: number): number {
  const outputs = shape[shape.length - 1];
  const step = compile((w: Tensor, u: Tensor) => ({ ...normalised(w, u) }), [shape, [outputs]]);
  let vector = Float64Array.from({ length: outputs }, (_, i) => 1 + i);
  let weight = new Float64Array();
  for (let i = 0; i < steps; i++) ({ vector, weight } = step(values, vector) as never);
  return values[1] / weight[1];
}

test.each([
  // numpy.linalg.svd
  ['a matrix', [0.5, -1, 2, 1.5, 0.25, -0.75], [2, 3], 2.369592326445],
  ['a kernel', Array.from({ length: 72 }, (_, i) => Math.sin(i * 1.7)), [3, 3, 2, 4], 4.492893087177],
])('the largest singular value of %s', (_, values, shape, expected) => {
  expect(largest(values, shape, 100)).toBeCloseTo(expected, 11);
});

test('one step is a lower bound', () => {
  expect(largest([0.5, -1, 2, 1.5, 0.25, -0.75], [2, 3], 1)).toBeLessThan(2.369592326);
});

test('a matrix of zeros does no harm', () => {
  const step = compile((w: Tensor, u: Tensor) => ({ ...normalised(w, u) }), [[2, 2], [2]]);
  expect(step([0, 0, 0, 0], [1, 1])).toEqual({ weight: new Float64Array(4), vector: new Float64Array(2) });
});
