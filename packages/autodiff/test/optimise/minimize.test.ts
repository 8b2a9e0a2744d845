// Searches for minima: where they end, how they stop and go on, what they refuse.
import { useBackend } from '@stokast/core-wasm';
import { NotConverged, NumericalError } from '@stokast/core-wasm/errors';
import { afterEach, describe, expect, test } from 'vitest';
import {
  AbortedMinimization,
  adam,
  type Checkpoint,
  compile,
  log,
  type MinimizeOptions,
  type Minimum,
  minimize,
  minimizeAsync,
  type Progress,
  sgd,
  type Tensor,
} from '../../src/index.ts';

type One = Tensor<readonly [], 'f64'>;
const rosenbrock = ({ x, y }: { x: One; y: One }) =>
  y.sub(x.square()).square().mul(100).add(x.sub(1).square());
const start = { x: -1.2, y: 1 };
/** A regression with a vector and a number, of which the minimum is known by the normal equations. */
const line = ({ slopes, base }: { slopes: Tensor<readonly [number], 'f64'>; base: One }) =>
  slopes.mul([1, 10]).sub([3, 4]).square().sum().add(base.sub(slopes.sum()).square());
const origin = { slopes: [0, 0], base: 5 };

afterEach(() => {
  useBackend('auto');
});

/** On both backends, which must agree bit for bit. */
function both<P>(search: () => Minimum<P>): Minimum<P> {
  useBackend('typescript');
  const fallback = search();
  useBackend('wasm');
  const found = search();
  expect(found.toJSON()).toStrictEqual(fallback.toJSON());
  expect(found.checkpoint).toStrictEqual(fallback.checkpoint);
  return found;
}

describe('minimize', () => {
  test('finds minima of numbers, vectors and nestings of them', () => {
    const valley = both(() => minimize(rosenbrock, start));
    expect(valley.parameters.x).toBeCloseTo(1, 7);
    expect(valley.parameters.y).toBeCloseTo(1, 7);
    expect(valley.reason).toBe('gradient');
    expect(valley.gradientNorm).toBeLessThanOrEqual(1e-8);
    expect(valley.evaluations).toBeLessThan(60);
    const { parameters } = both(() => minimize(line, origin));
    expect(parameters.slopes).toBeInstanceOf(Float64Array);
    expect([...parameters.slopes, parameters.base].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([
      3, 0.4, 3.4,
    ]);
    expect(both(() => minimize((x) => x.sub(2).square(), 0)).parameters).toBeCloseTo(2, 9);
    const list = both(() =>
      minimize(([a, [b]]) => a.sub(1).square().add(b.mul(b).sum()), [3, [[1, 2]]] as const),
    );
    expect(list.parameters[0]).toBeCloseTo(1, 9);
    expect(list.parameters[1][0]).toHaveLength(2);
  });

  test('reaches the minimum of a likelihood that is large', () => {
    const data = Float64Array.from({ length: 5000 }, (_, i) => 100 + (((i * 7919) % 1000) - 500) / 50);
    const mean = data.reduce((a, b) => a + b) / data.length;
    const spread = Math.sqrt(data.reduce((a, b) => a + (b - mean) ** 2, 0) / data.length);
    const loss = ({ mu, logSigma }: { mu: One; logSigma: One }) => {
      const z = mu.neg().add(data).div(logSigma.exp());
      return z.square().sum().div(2).add(logSigma.mul(data.length));
    };
    const { parameters, reason } = both(() => minimize(loss, { mu: 0, logSigma: 0 }, { steps: 200 }));
    expect(['gradient', 'change']).toContain(reason);
    expect(parameters.mu).toBeCloseTo(mean, 6);
    expect(Math.exp(parameters.logSigma)).toBeCloseTo(spread, 6);
  });

  test('steps get shorter where the loss is not a number', () => {
    const { parameters } = both(() => minimize((x) => x.sub(log(x)), 30));
    expect(parameters).toBeCloseTo(1, 8);
  });

  test('with an optimizer', () => {
    const found = both(() =>
      minimize(line, origin, { optimizer: adam({ learningRate: 0.05 }), steps: 2000 }),
    );
    expect(found.reason).toBe('steps');
    expect([found.iterations, found.evaluations]).toEqual([2000, 2000]);
    expect(found.parameters.base).toBeCloseTo(3.4, 4);
    // Value and gradient are those at the parameters that it gives.
    expect(found.value).toBe(compile(line, [{ slopes: [2], base: [] }])(found.parameters));
    const asked = { optimizer: sgd({ learningRate: 0.004, momentum: 0.9 }), tolerance: 1e-6, steps: 5000 };
    const reached = both(() => minimize(line, origin, asked));
    expect(reached.reason).toBe('gradient');
    expect(reached.iterations).toBeLessThan(5000);
  });

  test('singles stay singles', () => {
    const optimizer = adam({ learningRate: 0.05 });
    const loss = ({ w }: { w: Tensor<readonly [number], 'f32'> }) => w.sub([1, 2]).square().sum();
    const found = both(() => minimize(loss, { w: Float32Array.of(4, 4) }, { optimizer, steps: 500 }));
    expect(found.parameters.w).toBeInstanceOf(Float32Array);
    expect(found.parameters.w[1]).toBeCloseTo(2, 2);
  });

  test('is the same in the background', async () => {
    const here = minimize(rosenbrock, start);
    const there = await minimizeAsync(rosenbrock, start);
    expect(there.toJSON()).toEqual(here.toJSON());
    await expect(minimizeAsync(rosenbrock, start, { steps: 3 })).rejects.toThrow(NotConverged);
  });

  test('says how it goes', () => {
    const seen: Progress[] = [];
    const found = minimize(rosenbrock, start, { onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ iterations }) => iterations)).toEqual(seen.map((_, i) => i + 1));
    expect(seen.at(-1)).toMatchObject({ iterations: found.iterations, value: found.value });
    const last: Progress[] = [];
    minimize(line, origin, {
      optimizer: adam(),
      steps: 300,
      onProgress: (progress) => last.push(progress),
    });
    expect(last.at(-1)?.iterations).toBe(300);
  });
});

describe('a search that stops', () => {
  const cases: [string, Omit<MinimizeOptions, 'signal'>][] = [
    ['L-BFGS', {}],
    ['L-BFGS with few pairs', { memory: 2 }],
    ['adam', { optimizer: adam({ learningRate: 0.02 }), steps: 700 }],
    ['sgd', { optimizer: sgd({ learningRate: 1e-4, momentum: 0.9, nesterov: true }), steps: 700 }],
  ];

  test.each(cases)('goes on bit for bit: %s', (_, options) => {
    const whole = minimize(rosenbrock, start, options);
    const controller = new AbortController();
    let caught: AbortedMinimization | undefined;
    try {
      minimize(rosenbrock, start, {
        ...options,
        signal: controller.signal,
        onProgress: ({ iterations }) => {
          if (iterations >= 7) controller.abort(new Error('enough'));
        },
      });
    } catch (error) {
      caught = error as AbortedMinimization;
    }
    expect(caught).toBeInstanceOf(AbortedMinimization);
    expect(caught?.name).toBe('AbortError');
    expect(caught?.cause).toEqual(new Error('enough'));
    expect(caught?.last.reason).toBeUndefined();
    const text = JSON.stringify(caught?.checkpoint);
    for (const backend of ['typescript', 'wasm'] as const) {
      useBackend(backend);
      const resume = JSON.parse(text) as Checkpoint;
      const found = minimize(rosenbrock, { x: 0, y: 0 }, { ...options, resume });
      expect(found.toJSON()).toStrictEqual(whole.toJSON());
      expect(found.checkpoint).toStrictEqual(whole.checkpoint);
    }
  });

  test.each(cases.slice(0, 3))('for want of steps, goes on when there are more: %s', (_, options) => {
    const whole = minimize(rosenbrock, start, options);
    let checkpoint: Checkpoint | undefined;
    for (let steps = 1; steps < whole.iterations; steps = Math.ceil(1.7 * steps)) {
      const few: MinimizeOptions = { ...options, steps, ...(checkpoint && { resume: checkpoint }) };
      try {
        checkpoint = minimize(rosenbrock, start, few).checkpoint;
      } catch (error) {
        expect(error).toBeInstanceOf(NotConverged);
        const { last } = error as NotConverged<Minimum<typeof start>>;
        expect(last.iterations).toBe(steps);
        ({ checkpoint } = last);
      }
    }
    const found = minimize(rosenbrock, start, { ...options, resume: checkpoint as Checkpoint });
    expect(found.toJSON()).toStrictEqual(whole.toJSON());
  });

  test('goes on to a smaller tolerance', () => {
    const rough = minimize(rosenbrock, start, { tolerance: 1e-2 });
    const fine = minimize(rosenbrock, start, { resume: rough.checkpoint });
    expect(fine.toJSON()).toStrictEqual(minimize(rosenbrock, start).toJSON());
    // What has ended stays where it is.
    expect(minimize(rosenbrock, start, { resume: fine.checkpoint }).toJSON()).toStrictEqual(fine.toJSON());
  });

  test('moves with the backend, and with its program', () => {
    const whole = minimize(rosenbrock, start);
    const found = minimize(rosenbrock, start, {
      onProgress: ({ iterations }) => useBackend(iterations % 2 ? 'typescript' : 'wasm'),
    });
    expect(found.toJSON()).toStrictEqual(whole.toJSON());
    const nested = minimize(rosenbrock, start, { onProgress: () => minimize(line, origin) });
    expect(nested.toJSON()).toStrictEqual(whole.toJSON());
  });

  test('in the background, by a timer', async () => {
    const controller = new AbortController();
    const endless = minimizeAsync(line, origin, {
      optimizer: sgd({ learningRate: 1e-9 }),
      steps: 2 ** 31 - 1,
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 30);
    await expect(endless).rejects.toMatchObject({ name: 'AbortError' });
    const aborted = AbortSignal.abort();
    await expect(minimizeAsync(line, origin, { signal: aborted })).rejects.toBeInstanceOf(
      AbortedMinimization,
    );
  });
});

/** For arguments that types forbid. */
const loosely = minimize as (loss: unknown, start: unknown, options?: unknown) => unknown;

describe('a search that fails', () => {
  test('where the start is not finite', () => {
    const from = (x: number) => () => minimize((t) => log(t), x);
    expect(from(-1)).toThrow(NumericalError);
    expect(from(-1)).toThrow('at the start it is NaN');
    expect(() => minimize((t) => t.abs().sqrt(), 0)).toThrow('at the start its derivatives are not finite');
    expect(() => minimize((t) => log(t), -1, { optimizer: adam() })).toThrow('at the start it is NaN');
  });

  test('where an optimizer leaves the finite numbers', () => {
    const wild = { optimizer: sgd({ learningRate: 10 }), steps: 5000 };
    expect(() => minimize((x) => x.square(), 1, wild)).toThrow(NumericalError);
  });

  test('where the steps do not suffice, with what there is', () => {
    const few = () => minimize(rosenbrock, start, { steps: 5 });
    expect(few).toThrow(/5 steps do not suffice: it is \d/);
    expect(few).toThrow(expect.objectContaining({ code: 'STOKAST_E_NOT_CONVERGED' }));
    try {
      few();
    } catch (error) {
      const { last } = error as NotConverged<Minimum<typeof start>>;
      expect(last.reason).toBe('steps');
      expect(last.iterations).toBe(5);
      expect(Number.isFinite(last.parameters.x)).toBe(true);
    }
    const asked = { optimizer: adam(), steps: 10, tolerance: 1e-9 };
    expect(() => minimize(rosenbrock, start, asked)).toThrow(NotConverged);
  });

  test.each([
    ['loss', () => loosely(3, 0)],
    ['start', () => loosely((x: One) => x, 'a')],
    ['start', () => loosely((x: One) => x, {})],
    ['start.a', () => loosely((x: One) => x, { a: undefined })],
    ['start.a', () => loosely((x: One) => x, { a: Number.NaN })],
    ['start.a[1]', () => loosely((x: One) => x, { a: [1, Infinity] })],
    ['start.a.length', () => loosely((x: One) => x, { a: new Float64Array(0) })],
    ['start.b', () => loosely((x: One) => x, { b: Float32Array.of(1) })],
    ['options.optimizer', () => loosely((x: One) => x.square(), 1, { optimizer: 'adam' })],
    ['options.optimizer', () => loosely((x: One) => x.square(), 1, { optimizer: adam })],
    ['options.step', () => loosely((x: One) => x.square(), 1, { step: 3 })],
    ['options.steps', () => loosely((x: One) => x.square(), 1, { steps: 0 })],
    ['options.tolerance', () => loosely((x: One) => x.square(), 1, { tolerance: -1 })],
    ['options.changeTolerance', () => loosely((x: One) => x.square(), 1, { changeTolerance: Number.NaN })],
    ['options.memory', () => loosely((x: One) => x.square(), 1, { memory: 0 })],
    ['options.memory', () => loosely((x: One) => x.square(), 1, { memory: 3, optimizer: adam() })],
    ['options.signal', () => loosely((x: One) => x.square(), 1, { signal: {} })],
    ['options.onProgress', () => loosely((x: One) => x.square(), 1, { onProgress: 3 })],
    ['options.resume', () => loosely((x: One) => x.square(), 1, { resume: 'x' })],
    ['options.resume.type', () => loosely((x: One) => x.square(), 1, { resume: {} })],
  ])('for a bad argument: %s', (parameter, call) => {
    expect(call).toThrow(expect.objectContaining({ parameter, code: expect.stringMatching(/^STOKAST_E_/) }));
  });

  test('for a checkpoint of something else', () => {
    const square = (x: One) => x.square();
    const { checkpoint } = minimize(square, 1);
    const resume = (change: object, options: object = {}) =>
      expect(() => minimize(square, 1, { resume: { ...checkpoint, ...change } as Checkpoint, ...options }));
    resume({ version: 2 }).toThrow(expect.objectContaining({ parameter: 'options.resume.version' }));
    resume({ parameters: ['start [3] f64'] }).toThrow(
      expect.objectContaining({ parameter: 'options.resume.parameters' }),
    );
    resume({ state: 'AAAA' }).toThrow(expect.objectContaining({ parameter: 'options.resume.state' }));
    resume({ state: undefined }).toThrow(expect.objectContaining({ parameter: 'options.resume.state' }));
    resume({}, { memory: 3 }).toThrow(expect.objectContaining({ parameter: 'options.resume.state' }));
    resume({}, { optimizer: adam() }).toThrow(
      expect.objectContaining({ parameter: 'options.resume.optimizer' }),
    );
    const other = minimize(square, 1, { optimizer: sgd({ learningRate: 0.1 }), steps: 5 }).checkpoint;
    expect(() => minimize(square, 1, { optimizer: adam(), resume: other })).toThrow(
      expect.objectContaining({ parameter: 'saved.state.length' }),
    );
  });
});

test('a minimum prints', () => {
  const found = minimize(line, origin);
  expect(String(found)).toMatch(/^[\d.e-]+ at slopes\[0\] = 3, slopes\[1\] = 0\.4, base = 3\.4$/);
  expect(found.summary()).toMatch(/^slopes\[0\] +3\n(.*\n)*ended: the gradient is as small as asked for$/);
  expect(String(minimize((x) => x.sub(2).square(), 0))).toBe('0 at x = 2');
  expect(String(minimize((x) => x.square().sum(), new Array(9).fill(1)))).toContain('... 9 in all');
  const json = JSON.parse(JSON.stringify(found));
  expect(json).toMatchObject({ type: 'stokast-minimum', version: 1, reason: 'gradient' });
  expect(json.parameters.slopes).toEqual([...found.parameters.slopes]);
});
