import { describe, expect, test } from 'vitest';
import {
  Bernoulli,
  Categorical,
  Exponential,
  type IntegrateOptions,
  type IntegrationMethod,
  integrate,
  Normal,
  stream,
  Uniform,
} from '../../src/index.ts';
import { onEach } from '../backends.ts';
import { estimate, integrals, methods } from './coverage.ts';

const square = (x: number): number => x * x;
/** Options of a method, for a normal target. */
const by = (method: IntegrationMethod, more: Partial<IntegrateOptions> = {}): IntegrateOptions => ({
  stream: stream('test'),
  samples: 4096,
  method,
  ...(method === 'importance' ? { proposal: Normal(0, 1.5) } : {}),
  ...more,
});
const normals = (d: number) => new Array(d).fill(Normal());

describe.each(methods)('%s', (method) => {
  test('a scalar function, a function of an array and a block function give the same', () => {
    const scalar = integrate(square, Normal(), by(method));
    const block = integrate(
      { block: (x, n, out) => out.set(x.subarray(0, n).map(square)) },
      Normal(),
      by(method),
    );
    expect(block.toJSON()).toEqual(scalar.toJSON());
    const more = method === 'importance' ? { proposal: [Normal(0, 1.5)] } : {};
    const product = integrate(([x]) => square(x), [Normal()], by(method, more));
    expect(product.value).toBe(scalar.value);
  });

  test('a function of the stream and n alone; the cursor moves by one word', () => {
    const s = stream('cursor').at(5);
    const first = integrate(square, Normal(), by(method, { stream: s }));
    expect(s.position).toBe(6);
    const second = integrate(square, Normal(), by(method, { stream: s }));
    expect(second.value).not.toBe(first.value);
    const again = integrate(square, Normal(), by(method, { stream: stream('cursor').at(5) }));
    expect(again.toJSON()).toEqual(first.toJSON());
  });

  test('the same on both backends', () => {
    const { wasm, typescript } = onEach(() => [
      estimate(integrals[4], method, 3, { samples: 10000 }).toJSON(),
      estimate(integrals[1], method, 3, { tolerance: 0.03 }).toJSON(),
    ]);
    expect(typescript).toEqual(wasm);
  });

  test('every point comes once, in blocks, with the right index in an error', () => {
    const d = 3;
    const more = method === 'importance' ? { proposal: new Array(d).fill(Normal(0, 1.2)) } : {};
    const seen: number[][] = [];
    const n = 20000;
    const result = integrate(
      (x) => seen.push([...x]) && x[0],
      normals(d),
      by(method, { samples: n, ...more }),
    );
    expect(seen.length).toBe(result.samples);
    expect(result.samples).toBeGreaterThan(n / 2);
    expect(result.samples).toBeLessThanOrEqual(n);
    let calls = 0;
    const bad = result.samples - 1;
    const run = () =>
      integrate(
        (x) => (calls++ === bad ? Number.NaN : x[0]),
        normals(d),
        by(method, { samples: n, ...more }),
      );
    expect(run).toThrow(`f is NaN at sample ${bad}, where x = [${seen[bad].join(', ')}]`);
  });

  test('an integrand that draws, keeps and integrates itself changes nothing', () => {
    const s = stream('outer');
    const inner = stream('inner');
    const f = (x: number): number => {
      const of = by(method, { stream: inner, samples: 256 });
      return x * x + 0 * integrate((y) => x * y, Normal(), of).value + 0 * Normal().sample(inner, 100)[0];
    };
    const nested = integrate(f, Normal(), by(method, { stream: s, samples: 512 }));
    const flat = integrate(square, Normal(), by(method, { stream: stream('outer'), samples: 512 }));
    expect(nested.value).toBe(flat.value);
  });

  test('an integrand that integrates with the same stream', () => {
    const s = stream('shared');
    const f = (x: number): number =>
      x + integrate(square, Normal(), by(method, { stream: s, samples: 256 })).value;
    const result = integrate(f, Normal(), by(method, { stream: s, samples: 256 }));
    expect(result.value).toBeGreaterThan(0.8);
    expect(result.value).toBeLessThan(1.2);
    expect(s.position).toBe(1 + result.samples);
  });

  test('what f throws comes through, and the next integral is as if nothing had happened', () => {
    const s = stream('thrown');
    const mishap = new Error('mine');
    const throwing = (): number => {
      throw mishap;
    };
    expect(() => integrate(throwing, Normal(), by(method, { stream: s }))).toThrow(mishap);
    expect(s.position).toBe(1);
    const after = integrate(square, Normal(), by(method, { stream: s }));
    expect(after.value).toBe(
      integrate(square, Normal(), by(method, { stream: stream('thrown').at(1) })).value,
    );
  });

  test('a heavy tail is flagged: E[1 / |U|^0.7], finite, without a variance', () => {
    const heavy = {
      block: (x: Float64Array, n: number, out: Float64Array) => {
        for (let i = 0; i < n; i++) out[i] = Math.abs(x[i]) ** -0.7;
      },
    };
    const flagged = Array.from({ length: 40 }, (_, seed) =>
      integrate(
        heavy,
        Uniform(-1, 1),
        by(method, {
          stream: stream(seed),
          samples: 32768,
          ...(method === 'importance' ? { proposal: Uniform(-1.1, 1.1) } : {}),
        }),
      ),
    ).filter(({ diagnostics }) => !diagnostics.trusted);
    // 97 to 100 % are, the fewest where a pair shows one value: tail.test.ts.
    expect(flagged.length).toBeGreaterThanOrEqual(method === 'antithetic' ? 38 : 39);
    expect(flagged[0].diagnostics.warnings.join()).toContain('heavy tail');
  });

  test('values that are all equal are flagged, and have a value', () => {
    const more = method === 'importance' ? { proposal: Normal() } : {};
    const result = integrate(() => 7, Normal(), by(method, more));
    expect(result.value).toBe(7);
    expect(result.interval).toEqual([7, 7]);
    expect(result.diagnostics.warnings.join()).toContain('are equal');
  });

  test('reaches a tolerance, and says what it took', () => {
    const tolerance = 0.008;
    const result = integrate(square, Normal(), by(method, { samples: undefined, tolerance } as never));
    const [low, high] = result.interval;
    expect((high - low) / 2).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(result.value - 1)).toBeLessThan(4 * tolerance);
    expect(result.diagnostics.evaluations).toBeGreaterThanOrEqual(result.samples + 4000);
  });

  test('too few samples allowed: NotConverged with the last estimate', () => {
    const run = () =>
      integrate(
        square,
        Normal(),
        by(method, { samples: undefined, tolerance: 1e-6, maxSamples: 50000 } as never),
      );
    expect(run).toThrow(
      expect.objectContaining({
        code: 'STOKAST_E_NOT_CONVERGED',
        last: expect.objectContaining({ method, value: expect.closeTo(1, 0) }),
      }),
    );
  });

  test('discrete and mixed targets', () => {
    const target = [Bernoulli(0.25), Exponential(2), Categorical({ probabilities: [0.5, 0.25, 0.25] })];
    const more =
      method === 'importance'
        ? { proposal: [Bernoulli(0.5), Exponential(1.5), Categorical({ probabilities: [0.4, 0.3, 0.3] })] }
        : {};
    const result = integrate(([b, e, c]) => b + e + c, target, by(method, { samples: 65536, ...more }));
    const [low, high] = result.intervalAt(0.99999);
    expect(low).toBeLessThan(1.5);
    expect(high).toBeGreaterThan(1.5);
  });
});

test('same values in version 1 for ever', () => {
  const values = methods.map((method) => [
    method,
    estimate(integrals[4], method, 1, { samples: 5000 }).value,
  ]);
  expect(Object.fromEntries(values)).toMatchInlineSnapshot(`
    {
      "antithetic": 0.1346292861364709,
      "importance": 0.1395274830138066,
      "plain": 0.13891806612580657,
      "qmc": 0.13356291130882558,
      "stratified": 0.13697593588954768,
    }
  `);
});

test('antithetic: exactly right for a function that is odd about the mean', () => {
  expect(integrate((x) => x, Normal(), by('antithetic')).value).toBe(0);
});

test('stratified and qmc: shares of points as they should be', () => {
  const counts = new Int32Array(64);
  const count = (u: number): number => {
    counts[Math.floor(u * 64)]++;
    return u;
  };
  for (const method of ['stratified', 'qmc'] as const) {
    counts.fill(0);
    integrate(count, Uniform(), by(method));
    expect([...counts]).toEqual(new Array(64).fill(64));
  }
});

test('qmc errors fall faster than 1 / sqrt(n), plain ones as 1 / sqrt(n)', () => {
  const rate = (method: IntegrationMethod, [few, many]: readonly [number, number]): number => {
    const error = (samples: number): number => {
      let sum = 0;
      for (let seed = 0; seed < 60; seed++) {
        sum += (estimate(integrals[5], method, seed, { samples }).value - integrals[5].value) ** 2;
      }
      return Math.sqrt(sum / 60);
    };
    return Math.log(error(few) / error(many)) / Math.log(many / few);
  };
  // 60 seeds give each error to 9 %, so a rate over a factor of 16 to 0.05: five times that is allowed.
  expect(Math.abs(rate('plain', [4096, 65536]) - 0.5)).toBeLessThan(0.25);
  expect(rate('qmc', [4096, 65536])).toBeGreaterThan(0.85);
});

describe('importance', () => {
  test('effective sample size, largest weight and k-hat', () => {
    const { diagnostics } = integrate((x) => x, Normal(), by('importance', { proposal: Normal(3, 1) }));
    expect(diagnostics.effectiveSampleSize).toBeLessThan(200);
    expect(diagnostics.largestWeight).toBeGreaterThan(0.05);
    expect(diagnostics.paretoK).toBeGreaterThan(0.7);
    expect(diagnostics.warnings.join()).toMatch(/k-hat of the weights is .* not to be trusted/);
    const good = integrate(square, Normal(), by('importance', { proposal: Normal(0, 1.2) }));
    expect(good.diagnostics.trusted).toBe(true);
    expect(good.diagnostics.meanWeight).toBeCloseTo(1, 1);
  });

  test('weights that are heavy where f is 0 do no harm: a rare event', () => {
    const rare = integrate((x) => (x > 4 ? 1 : 0), Normal(), by('importance', { proposal: Normal(4, 1) }));
    expect(rare.diagnostics.warnings).toEqual([]);
    const [low, high] = rare.intervalAt(0.9999);
    expect(low).toBeLessThan(3.167124183311992e-5);
    expect(high).toBeGreaterThan(3.167124183311992e-5);
  });

  test('a proposal with light tails is flagged', () => {
    const flagged = Array.from({ length: 20 }, (_, seed) =>
      integrate(
        square,
        Normal(),
        by('importance', { stream: stream(seed), samples: 32768, proposal: Normal(0, 0.5) }),
      ),
    ).filter(({ diagnostics }) => !diagnostics.trusted);
    expect(flagged.length).toBe(20);
  });

  test('a proposal that leaves out part of the target is flagged by the mean weight', () => {
    const result = integrate(() => 1, Uniform(0, 2), by('importance', { proposal: Uniform(0, 1) }));
    expect(result.diagnostics.warnings.join()).toContain('mean weight is 0.5');
  });

  test('f is not asked where the target has no mass', () => {
    const f = (x: number): number => {
      if (x < 0) throw new Error('outside');
      return Math.sqrt(x);
    };
    const result = integrate(f, Exponential(), by('importance', { proposal: Normal(1, 1.5) }));
    expect(result.value).toBeCloseTo(Math.sqrt(Math.PI) / 2, 1);
    const block = {
      block: (x: Float64Array, n: number, out: Float64Array) => {
        for (let i = 0; i < n; i++) out[i] = Math.sqrt(x[i]);
      },
    };
    expect(integrate(block, Exponential(), by('importance', { proposal: Normal(1, 1.5) })).value).toBe(
      result.value,
    );
  });

  test('weights that are no numbers are a NumericalError', () => {
    const odd = Object.assign(Object.create(Normal()), {
      logProb: (x: Float64Array) => x.map(() => Number.NaN),
    });
    expect(() => integrate(square, Normal(), by('importance', { proposal: odd }))).toThrow(
      expect.objectContaining({
        code: 'STOKAST_E_NUMERICAL',
        message: expect.stringContaining('weight of sample 0 is NaN'),
      }),
    );
  });

  test('weights that are all 0', () => {
    const { value, diagnostics } = integrate(
      square,
      Normal(),
      by('importance', { proposal: Normal(400, 1) }),
    );
    expect(value).toBe(0);
    expect(diagnostics).toMatchObject({ effectiveSampleSize: 0, largestWeight: 1, trusted: false });
  });
});

describe('errors', () => {
  const good: IntegrateOptions = { stream: stream(1), samples: 100 };
  const cases: [string, () => unknown, string, string][] = [
    ['f', () => integrate(3 as never, Normal(), good), 'STOKAST_E_TYPE', 'f'],
    ['f null', () => integrate(null as never, Normal(), good), 'STOKAST_E_TYPE', 'f'],
    ['f block', () => integrate({ block: 1 } as never, Normal(), good), 'STOKAST_E_TYPE', 'f'],
    ['f(x) text', () => integrate((() => '1') as never, Normal(), good), 'STOKAST_E_TYPE', 'f(x)'],
    ['f(x) undefined', () => integrate((() => undefined) as never, Normal(), good), 'STOKAST_E_TYPE', 'f(x)'],
    ['target', () => integrate(square, 'Normal' as never, good), 'STOKAST_E_TYPE', 'target'],
    ['factory', () => integrate(square, Normal as never, good), 'STOKAST_E_TYPE', 'target'],
    ['empty', () => integrate(() => 1, [], good), 'STOKAST_E_LENGTH', 'target.length'],
    ['target[1]', () => integrate(() => 1, [Normal(), 3 as never], good), 'STOKAST_E_TYPE', 'target[1]'],
    ['options', () => integrate(square, Normal(), undefined as never), 'STOKAST_E_TYPE', 'options'],
    [
      'typo',
      () => integrate(square, Normal(), { ...good, sample: 3 } as never),
      'STOKAST_E_TYPE',
      'options.sample',
    ],
    ['stream', () => integrate(square, Normal(), { samples: 10 } as never), 'STOKAST_E_TYPE', 'stream'],
    ['neither', () => integrate(square, Normal(), { stream: stream(1) }), 'STOKAST_E_TYPE', 'samples'],
    ['both', () => integrate(square, Normal(), { ...good, tolerance: 1 }), 'STOKAST_E_TYPE', 'samples'],
    ['samples 0', () => integrate(square, Normal(), { ...good, samples: 0 }), 'STOKAST_E_RANGE', 'samples'],
    ['samples 1', () => integrate(square, Normal(), { ...good, samples: 1 }), 'STOKAST_E_RANGE', 'samples'],
    [
      'samples 1.5',
      () => integrate(square, Normal(), { ...good, samples: 1.5 }),
      'STOKAST_E_RANGE',
      'samples',
    ],
    [
      'samples NaN',
      () => integrate(square, Normal(), { ...good, samples: Number.NaN }),
      'STOKAST_E_RANGE',
      'samples',
    ],
    [
      'samples 2^31',
      () => integrate(square, Normal(), { ...good, samples: 2 ** 31 }),
      'STOKAST_E_RANGE',
      'samples',
    ],
    [
      'samples text',
      () => integrate(square, Normal(), { ...good, samples: '9' as never }),
      'STOKAST_E_TYPE',
      'samples',
    ],
    ['qmc few', () => integrate(square, Normal(), { ...good, method: 'qmc' }), 'STOKAST_E_RANGE', 'samples'],
    [
      'qmc wide',
      () => integrate(() => 1, normals(162), { ...good, samples: 4096, method: 'qmc' }),
      'STOKAST_E_LENGTH',
      'target.length',
    ],
    [
      'method',
      () => integrate(square, Normal(), { ...good, method: 'plan' as never }),
      'STOKAST_E_RANGE',
      'method',
    ],
    [
      'confidence',
      () => integrate(square, Normal(), { ...good, confidence: 1 }),
      'STOKAST_E_RANGE',
      'confidence',
    ],
    [
      'tolerance',
      () => integrate(square, Normal(), { stream: stream(1), tolerance: 0 }),
      'STOKAST_E_RANGE',
      'tolerance',
    ],
    [
      'tolerance {}',
      () => integrate(square, Normal(), { stream: stream(1), tolerance: {} }),
      'STOKAST_E_RANGE',
      'tolerance',
    ],
    [
      'tolerance.relative',
      () => integrate(square, Normal(), { stream: stream(1), tolerance: { relative: -1 } }),
      'STOKAST_E_RANGE',
      'tolerance.relative',
    ],
    [
      'tolerance text',
      () => integrate(square, Normal(), { stream: stream(1), tolerance: '1' as never }),
      'STOKAST_E_TYPE',
      'tolerance',
    ],
    [
      'maxSamples',
      () => integrate(square, Normal(), { ...good, maxSamples: 10 }),
      'STOKAST_E_TYPE',
      'maxSamples',
    ],
    [
      'proposal',
      () => integrate(square, Normal(), { ...good, proposal: Normal() }),
      'STOKAST_E_TYPE',
      'proposal',
    ],
    [
      'no proposal',
      () => integrate(square, Normal(), { ...good, method: 'importance' }),
      'STOKAST_E_TYPE',
      'proposal',
    ],
    [
      'shape',
      () => integrate(square, Normal(), { ...good, method: 'importance', proposal: [Normal()] }),
      'STOKAST_E_TYPE',
      'proposal',
    ],
    [
      'kind',
      () => integrate(square, Normal(), { ...good, method: 'importance', proposal: Bernoulli(0.5) }),
      'STOKAST_E_RANGE',
      'proposal',
    ],
  ];
  test.each(cases)('%s', (_, run, code, parameter) => {
    expect(run).toThrow(expect.objectContaining({ code, parameter }));
  });

  test('bad arguments leave the cursor alone', () => {
    const s = stream(1);
    expect(() => integrate(square, Normal(), { stream: s, samples: -1 })).toThrow();
    expect(s.position).toBe(0);
  });

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY]])(
    'f = %f names sample and point',
    (y) => {
      const points: number[] = [];
      const f = (x: number): number => (points.push(x) === 18 ? y : x);
      let said = '';
      try {
        integrate(f, Normal(), good);
      } catch (error) {
        said = String(error);
      }
      expect(said).toBe(`NumericalError: Cannot integrate: f is ${y} at sample 17, where x = ${points[17]}`);
    },
  );

  test('a block function that leaves an element out', () => {
    const block = (_: Float64Array, n: number, out: Float64Array): void => {
      out.fill(1, 0, n - 1);
    };
    expect(() => integrate({ block }, Normal(), good)).toThrow('f is NaN at sample 99');
  });

  test('a spread that overflows', () => {
    expect(() => integrate((x) => 1e200 * x, Normal(), good)).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_NUMERICAL', message: expect.stringContaining('overflow') }),
    );
  });
});

describe('a result', () => {
  const result = integrate(square, Normal(), by('plain', { samples: 65536 }));

  test('prints as a number with its error', () => {
    expect(String(result)).toMatch(/^\d\.\d{4}\(\d\d\)$/);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result.toJSON());
  });

  test('summary', () => {
    expect(result.summary()).toMatchInlineSnapshot(`
      "E[f(X)], X ~ Normal(mu = 0, sigma = 1): plain, 65536 samples
      value                            0.99896526
      standard error                      0.00551
      95 % interval       0.98824374 .. 1.0098609
      evaluations                           65536
      degrees of freedom                    65535
      error of error                     0.007197
      tail shape                          0.03792
      no warnings"
    `);
    const warned = integrate((x) => (x > 4 ? 1 : 0), Normal(), by('qmc'));
    expect(warned.summary()).toMatchInlineSnapshot(`
      "E[f(X)], X ~ Normal(mu = 0, sigma = 1): qmc, 4096 samples
      value                     0
      standard error            0
      95 % interval        0 .. 0
      evaluations            4096
      degrees of freedom       63
      error of error            0
      scrambles                64
      points per scramble      64
      warning: all means of scrambles are equal: if f is not constant, what matters is too rare for so few samples"
    `);
  });

  test('intervals at other confidences', () => {
    expect(result.intervalAt(0.95)).toEqual(result.interval);
    const [low, high] = result.intervalAt(0.99);
    expect(low).toBeLessThan(result.interval[0]);
    expect(high).toBeGreaterThan(result.interval[1]);
    expect(() => result.intervalAt(1)).toThrow(expect.objectContaining({ code: 'STOKAST_E_RANGE' }));
  });

  test('relative tolerance', () => {
    const relative = integrate((x) => 1000 + x, Normal(), {
      stream: stream(2),
      tolerance: { relative: 1e-4 },
    });
    expect(relative.samples).toBe(4096);
    const either = integrate((x) => x, Normal(), {
      stream: stream(2),
      tolerance: { absolute: 0.01, relative: 1e-9 },
    });
    expect(either.interval[1] - either.interval[0]).toBeLessThanOrEqual(0.02);
  });
});
