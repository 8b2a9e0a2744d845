import { compile, f32, type Tensor, valueAndGrad } from '@stokast/autodiff';
import { expect, test } from 'vitest';
import { discriminatorLoss, generatorLoss, interpolatedPenalty, slopePenalty } from '../../src/gan/losses.ts';

const real = [0.5, -1.25, 3];
const made = [-0.75, 2, 0.1];
const both = (loss: never, smoothing = 0) =>
  compile(
    (r: Tensor, m: Tensor) => [discriminatorLoss(loss, r, m, smoothing), generatorLoss(loss, m)],
    [[3], [3]],
  );

test.each([
  // By NumPy, from the equations.
  ['nonSaturating', 1.7609296981102218, 0.6360652257438144],
  ['hinge', 2.3666666666666667, -0.45],
  ['wassersteinGradientPenalty', -0.3, -0.45],
])('%s of logits', (loss, discriminator, generator) => {
  const [ofD, ofG] = both(loss as never)(real, made) as unknown as number[];
  expect(ofD).toBeCloseTo(discriminator, 13);
  expect(ofG).toBeCloseTo(generator, 13);
});

test('smoothing is of real examples alone', () => {
  const [ofD, ofG] = both('nonSaturating' as never, 0.1)(real, made) as unknown as number[];
  expect(ofD).toBeCloseTo(1.8359296981102213, 13);
  expect(ofG).toBeCloseTo(0.6360652257438144, 13);
});

test('at 0, where D knows nothing, the loss is 2 log 2; where D is sure, the slope of G does not vanish', () => {
  const zero = compile((x: Tensor) => discriminatorLoss('nonSaturating', x, x), [[2]]);
  expect(zero([0, 0])).toBeCloseTo(2 * Math.log(2), 14);
  // log(1 - s(D)) would give a slope of 0 here. No logit overflows.
  const slope = compile(
    valueAndGrad((x: Tensor) => generatorLoss('nonSaturating', x)),
    [f32(1)],
  );
  expect(slope([-1e4])).toEqual({ value: 1e4, gradient: Float32Array.of(-1) });
  expect(slope([1e4]).value).toBe(0);
});

// D(x) = a x0^2 + 3 x1, whose slope is (2 a x0, 3)
const critic = (a: Tensor) => (x: Tensor) => {
  const x0 = x.slice([], 0) as Tensor;
  const x1 = x.slice([], 1) as Tensor;
  return x0.square().mul(a).add(x1.mul(3)) as Tensor;
};

test('R1 of a known function, and its derivative in a weight', () => {
  const penalty = compile(
    valueAndGrad((a: Tensor, x: Tensor) => slopePenalty(critic(a), x)),
    [[], [2, 2]],
  );
  // mean (4 a^2 x0^2 + 9) / 2 and mean 4 a x0^2, for x0 = 1, 3 and a = 0.5
  const { value, gradient } = penalty(0.5, [1, 7, 3, -2]);
  expect(value).toBeCloseTo((1 + 9 + (9 + 9)) / 4, 14);
  expect(gradient).toBeCloseTo(4 * 0.5 * 5, 14);
});

test('the gradient penalty is of each example, between a real one and a made one', () => {
  const penalty = compile(
    valueAndGrad((a: Tensor, x: Tensor, y: Tensor, share: Tensor) =>
      interpolatedPenalty(critic(a), x, y, share),
    ),
    [[], [2, 2], [2, 2], [2, 1]],
  );
  // Places x0 = 0.25 4 + 0.75 0 = 1 and 0.5 2 + 0.5 4 = 3; slopes (4, 3) and (12, 3).
  const { value, gradient } = penalty(2, [4, 1, 2, 1], [0, 9, 4, -9], [0.25, 0.5]);
  const norms = [5, Math.sqrt(153)];
  expect(value).toBeCloseTo(((norms[0] - 1) ** 2 + (norms[1] - 1) ** 2) / 2, 10);
  // d/da of |slope| = 4 a x0^2 / |slope|
  const slopes = [(4 * 2) / norms[0], (4 * 2 * 9) / norms[1]];
  expect(gradient).toBeCloseTo((norms[0] - 1) * slopes[0] + (norms[1] - 1) * slopes[1], 10);
});

test('where D is flat the gradient penalty has a derivative', () => {
  const flat = compile(
    valueAndGrad((a: Tensor, x: Tensor) =>
      interpolatedPenalty((y) => y.square().mul(a).sum(1) as Tensor, x, x, x),
    ),
    [[], [1, 1]],
  );
  const { value, gradient } = flat(1, [0]);
  expect(value).toBeCloseTo(1, 5);
  expect(gradient).toBeCloseTo(0, 12);
});
