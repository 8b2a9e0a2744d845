// Flows without learning: solvers at their order, and densities against the change of variables.
import { compile, type Tensor } from '@stokast/autodiff';
import { stream } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { type OdeSolver, odeStages, odeStep, STAGE_NUMBERS } from '../../src/diffusion/ode.ts';
import { flow } from '../../src/index.ts';
import { madeFlow } from './made.ts';
import { worst } from './vectors.ts';

const step = compile(
  (x: Tensor, start: Tensor, sum: Tensor, v: Tensor, numbers: Tensor) =>
    odeStep({ x, start, sum }, v, numbers),
  [[1], [1], [1], [1], [STAGE_NUMBERS]],
);

/** x(1) for dx/dt = v(x, t) and x(0). */
function solved(solver: OdeSolver, n: number, v: (x: number, t: number) => number, x0: number): number {
  let state = {
    x: [x0] as ArrayLike<number>,
    start: [0] as ArrayLike<number>,
    sum: [0] as ArrayLike<number>,
  };
  for (const stage of odeStages(solver, n, 0, 1)) {
    const slope = [v(state.x[0], stage.time)];
    state = step(state.x, state.start, state.sum, slope, [
      Number(stage.first),
      Number(stage.complete),
      stage.weight,
      stage.ahead,
    ]) as typeof state;
  }
  return state.x[0];
}

test.each([
  ['euler', 1, 0.03],
  ['heun', 2, 2e-3],
  ['rungeKutta4', 4, 2e-5],
] as const)('%s converges at order %i to the flow of normal data', (solver, order, most) => {
  // Data N(0.7, 0.4^2): x_t = t data + (1 - t) noise is normal, and what is expected of data - noise is linear in x.
  const variance = (t: number) => t * t * 0.16 + (1 - t) * (1 - t);
  const v = (x: number, t: number) => 0.7 + ((t * 0.16 - (1 - t)) / variance(t)) * (x - t * 0.7);
  const exact = 0.7 + 0.4 * -1.3;
  const counts = order === 4 ? [32, 64, 128] : [16, 32, 64];
  const errors = counts.map((n) => Math.abs(solved(solver, n, v, -1.3) - exact));
  const orders = errors.slice(1).map((error, i) => Math.log2(errors[i] / error));
  expect(Math.abs(orders[1] - order)).toBeLessThan(order === 4 ? 0.5 : 0.25);
  expect(errors[2]).toBeLessThan(most);
});

describe('densities', () => {
  test('of a flow that has learned nothing are those of normal numbers of its mean and deviation', async () => {
    const data = { images: Float32Array.of(1, 3, 5, 7, 3, 5, 1, 9), shape: [2] };
    const training = flow({ shape: [2], width: 4, blocks: 1 }).start(data, {
      stream: stream(1),
      batchSize: 2,
    });
    const model = await training.model();
    training.close();
    const [mean, deviation] = [
      [2.5, 6],
      [Math.sqrt(2.75), Math.sqrt(5)],
    ];
    const x = [1, 3, 4, -2];
    const expected = [0, 1].map((i) =>
      [0, 1].reduce((sum, j) => {
        const z = (x[2 * i + j] - mean[j]) / deviation[j];
        return sum - 0.5 * z * z - Math.log(deviation[j] * Math.sqrt(2 * Math.PI));
      }, 0),
    );
    expect(worst(model.logProb(x).values, expected)).toBeLessThan(1e-5);
  });

  test('are those of the noise over the volume that it is carried to', () => {
    const model = madeFlow({ shape: [2], width: 8, blocks: 1 }, 0.5);
    const how = { solver: 'rungeKutta4', steps: 40 } as const;
    const x = model.sample(stream('x'), 3, how);
    const { values, latents } = model.logProb(x, { steps: 40 });
    const noise = model.denoise(stream('x'), 3, { ...how, frames: 2 }).frames[0];
    expect(worst(latents, noise)).toBeLessThan(1e-4);
    // The Jacobian of the way back, by differences that single precision allows.
    const h = 0.02;
    for (const i of [0, 1, 2]) {
      const at = (dx: number, dy: number) =>
        model.logProb([x[2 * i] + dx, x[2 * i + 1] + dy], { steps: 40 }).latents;
      const [a, b, c, d] = [at(h, 0), at(-h, 0), at(0, h), at(0, -h)];
      const slope = (p: Float32Array, q: Float32Array, j: number) => (p[j] - q[j]) / (2 * h);
      const volume = slope(a, b, 0) * slope(c, d, 1) - slope(a, b, 1) * slope(c, d, 0);
      const z = [noise[2 * i], noise[2 * i + 1]];
      const expected = -0.5 * (z[0] ** 2 + z[1] ** 2) - Math.log(2 * Math.PI) + Math.log(Math.abs(volume));
      expect(values[i]).toBeCloseTo(expected, 2);
    }
  });

  test('are refused for many numbers', () => {
    const model = madeFlow({ shape: [5, 5], width: 4, blocks: 1 });
    expect(() => model.logProb(new Float32Array(25))).toThrow(/`shape` must be of at most 16 numbers/);
    expect(() => madeFlow({ shape: [2], width: 4, blocks: 1 }).logProb([1])).toThrow(/`x.length`/);
  });
});

test('a flow refuses what makes no sense', async () => {
  expect(() => flow({ predictionType: 'epsilon' } as never)).toThrow(
    /`options.predictionType` must be left out/,
  );
  expect(() => flow({ architecture: 'convolutional', shape: [2] })).toThrow(/`shape.length` must be 2 or 3/);
  expect(() => flow({ architecture: 'convolutional', shape: [7, 8] })).toThrow(
    /`shape\[0\]` must be a multiple of 2/,
  );
  expect(() => flow({ classes: 1 })).toThrow(/`classes`/);
  const data = { images: new Float32Array(8), shape: [2] };
  await expect(flow({ shape: [4] }).fit(data, { stream: stream(1) })).rejects.toThrow(/`data.shape`/);
});
