// Every public function of the package, and a call for each of its parameters with a hostile value in it.
// `satisfies` makes the compiler ask for every public method; hostile.test.ts asks for every export.
import { mul, normalLogProb, positive, type Tensor } from '@stokast/autodiff';
import {
  Bernoulli,
  type BernoulliDistribution,
  Categorical,
  type CategoricalDistribution,
  type Distribution,
  type ExpectationGradient,
  Exponential,
  type ExponentialDistribution,
  gradientOfExpectation,
  type Integral,
  integrate,
  type KeptData,
  keep,
  type LikelihoodFit,
  maximumLikelihood,
  Normal,
  type NormalDistribution,
  Stream,
  stream,
  type TokenSampler,
  tokenSampler,
  traced,
  Uniform,
  type UniformDistribution,
} from './exports.ts';

/** A call with `value` in the place of one parameter. */
export type Call = (value: never) => unknown;
/** Calls by the parameter that is hostile; none for a function without parameters. */
type Calls = Readonly<Record<string, Call>>;
/** The public methods of a class, without those that its makers alone use. */
type Methods<T, Internal extends string = never> = {
  [K in keyof T as T[K] extends (...args: never[]) => unknown ? Exclude<K, Internal> : never]: Calls;
};
/** A fresh stream for each call: none is spoilt by the last. */
const s = (): Stream => stream('hostile');

/** What all families have, of one distribution each. */
function common(d: Distribution) {
  return {
    logProb: { x: (x) => d.logProb(x) },
    cdf: { x: (x) => d.cdf(x) },
    sf: { x: (x) => d.sf(x) },
    quantile: { p: (p) => d.quantile(p) },
    logLikelihood: { data: (data) => d.logLikelihood(data) },
    score: { data: (data) => d.score(data) },
    sample: { stream: (v) => d.sample(v), 'stream, n': (v) => d.sample(v, 3), n: (n) => d.sample(s(), n) },
    fill: { stream: (v) => d.fill(v, new Float64Array(3)), out: (out) => d.fill(s(), out) },
    toString: { '': () => d.toString() },
    toJSON: { '': () => d.toJSON() },
  } satisfies Record<string, Calls>;
}

function continuous(d: Normal | Uniform | Exponential) {
  const method = (m: never) => ({ method: m });
  return {
    ...common(d),
    sample: {
      ...common(d).sample,
      options: (options) => d.sample(s(), 3, options),
      'options.method': (m) => d.sample(s(), 3, method(m)),
      'options, one draw': (options) => d.sample(s(), undefined, options),
    },
    fill: {
      ...common(d).fill,
      options: (options) => d.fill(s(), new Float64Array(3), options),
      'options.method': (m) => d.fill(s(), new Float32Array(3), method(m)),
    },
    rsample: {
      stream: (v) => d.rsample(v),
      'stream, n': (v) => d.rsample(v, 3),
      n: (n) => d.rsample(s(), n),
    },
  } satisfies Record<string, Calls>;
}

const normal = continuous(Normal(1, 2)) satisfies Methods<NormalDistribution>;
const uniform = continuous(Uniform(-1, 2)) satisfies Methods<UniformDistribution>;
const exponential = continuous(Exponential(2)) satisfies Methods<ExponentialDistribution>;
const bernoulli = common(Bernoulli(0.3)) satisfies Methods<BernoulliDistribution>;
const categorical = common(Categorical({ logits: [0, 1, -1] })) satisfies Methods<CategoricalDistribution>;
const probabilities = common(
  Categorical({ probabilities: [1, 0, 2] }),
) satisfies Methods<CategoricalDistribution>;

const state = () => stream('hostile').state();

const streams = {
  split: { label: (label) => s().split(label) },
  at: { index: (index) => s().at(index) },
  state: { '': () => s().state() },
  fillWords: { out: (out) => s().fillWords(out) },
  words: { n: (n) => s().words(n) },
  uniform: {
    n: (n) => s().uniform(n),
    interval: (interval) => s().uniform(3, interval),
    'interval, one number': (interval) => s().uniform(undefined, interval),
    'n, ()': (n) => s().uniform(n, '()'),
  },
  integers: {
    low: (low) => s().integers(low, 2 ** 33, 3),
    high: (high) => s().integers(0, high, 3),
    'low, one number': (low) => s().integers(low, 0),
    'high from the least': (high) => s().integers(-(2 ** 53) + 1, high, 3),
    n: (n) => s().integers(0, 6, n),
  },
  // NaNs in the array are the caller's.
  shuffle: { array: (array) => s().shuffle(array as unknown[]).length },
  choice: {
    n: (n) => s().choice(n, 2),
    k: (k) => s().choice(10, k),
    'k of many': (k) => s().choice(2 ** 31 - 1, k),
  },
  toSeedrandom: { '': () => s().toSeedrandom()() },
  source: { '': () => s().source().next() },
  toString: { '': () => String(s()) },
  toJSON: { '': () => s().toJSON() },
} satisfies Methods<
  Stream,
  'take' | 'sourceIn' | 'nextWord' | 'nextUniform' | 'nextNormal' | 'nextExponential'
>;

const keptData = {
  toArray: { '': () => keep([1, 2]).toArray() },
  toString: { '': () => String(keep([1, 2])) },
} satisfies Methods<KeptData, 'source'>;

const logits = Float32Array.of(1, 2, 0.5);
const sampler = tokenSampler({ temperature: 0.8 });
const tokens = {
  sample: {
    logits: (v) => sampler.sample(v, s()),
    stream: (v) => sampler.sample(logits, v),
    history: (v) => sampler.sample(logits, s(), v),
    'history.output': (v) => sampler.sample(logits, s(), { prompt: [0], output: v }),
    'history.prompt': (v) => sampler.sample(logits, s(), { prompt: v, output: [0] }),
  },
  logProb: {
    logits: (v) => sampler.logProb(v, 0),
    token: (v) => sampler.logProb(logits, v),
    history: (v) => sampler.logProb(logits, 0, v),
  },
  distribution: {
    logits: (v) => sampler.distribution(v),
    history: (v) => sampler.distribution(logits, v),
  },
  describe: { '': () => sampler.describe() },
  toString: { '': () => String(sampler) },
} satisfies Methods<TokenSampler>;

const integralOf = (options: object) =>
  integrate((x) => x * x, Normal(), { stream: s(), ...options } as never);
const integral = integralOf({ samples: 256 });
const integrals = {
  toString: { '': () => String(integral) },
  summary: { '': () => integral.summary() },
  toJSON: { '': () => integral.toJSON() },
  intervalAt: { confidence: (confidence) => integral.intervalAt(confidence) },
} satisfies Methods<Integral>;

const observed = { x: [1, 2, 4, 8], y: [2.1, 3.9, 8.2, 15.8] };
type Fitted = Parameters<typeof maximumLikelihood>;
/** A regression through the origin, with one argument of the caller's. */
const fitted = (change: (own: [...Fitted]) => void) => {
  const own: [...Fitted] = [
    (({ b, sigma }: Record<string, Tensor>, { x, y }: Record<string, Tensor>) =>
      normalLogProb(y, mul(x, b), sigma)) as never,
    observed,
    { b: 1, sigma: 1 },
    { sigma: positive },
    {},
  ];
  change(own);
  return maximumLikelihood(...own);
};
const at =
  (i: number, wrap = (v: unknown): unknown => v): Call =>
  (v) =>
    fitted((own) => {
      own[i] = wrap(v) as never;
    }).toJSON();
const fit = fitted(() => undefined);
const fits = {
  toString: { '': () => String(fit) },
  summary: { '': () => fit.summary() },
  toJSON: { '': () => fit.toJSON() },
} satisfies Methods<LikelihoodFit>;

const tracedOf = (change: object) =>
  integrate(
    traced((x) => x.mul(x)),
    Normal(),
    { stream: s(), samples: 256, ...change } as never,
  ).toJSON();

type Asked = Parameters<typeof gradientOfExpectation>;
const gradientOf = (change: (own: [...Asked]) => void) => {
  const own: [...Asked] = [
    (({ mu }: Record<string, Tensor>) => Normal(mu, 1)) as never,
    ((z: Tensor) => z.mul(2)) as never,
    { mu: 1 },
    { stream: s(), samples: 256 },
  ];
  change(own);
  return gradientOfExpectation(...own);
};
const gradientAt =
  (i: number, wrap = (v: unknown): unknown => v): Call =>
  (v) =>
    gradientOf((own) => {
      own[i] = wrap(v) as never;
    }).toJSON();
const gradient = gradientOf(() => undefined);
const gradients = {
  toString: { '': () => String(gradient) },
  summary: { '': () => gradient.summary() },
  toJSON: { '': () => gradient.toJSON() },
} satisfies Methods<ExpectationGradient>;

const option = (name: string): Calls => ({
  [`options.${name}`]: (v) => tokenSampler({ [name]: v }).sample(logits, s(), [0]),
});

const methodsOf = (maker: string, methods: Record<string, Calls>): [string, Calls][] =>
  Object.entries(methods).map(([name, calls]) => [`${maker}.${name}`, calls]);

/** Export -> its functions. */
export const table: Readonly<Record<string, readonly [string, Calls][]>> = {
  traced: [
    [
      'traced',
      {
        f: (f) => traced(f),
        'what f gives': (v) =>
          integrate(
            traced(() => v),
            Normal(),
            { stream: s(), samples: 256 },
          ).toJSON(),
        samples: (samples) => tracedOf({ samples }),
        method: (method) => tracedOf({ method }),
        proposal: (proposal) => tracedOf({ method: 'importance', proposal }),
      },
    ],
  ],
  gradientOfExpectation: [
    [
      'gradientOfExpectation',
      {
        q: gradientAt(0),
        'what q gives': gradientAt(0, (v) => () => v),
        f: gradientAt(1),
        'what f gives': gradientAt(1, (v) => () => v),
        parameters: gradientAt(2),
        'parameters.mu': gradientAt(2, (mu) => ({ mu })),
        options: gradientAt(3),
        'options.stream': gradientAt(3, (stream) => ({ stream, samples: 256 })),
        'options.samples': gradientAt(3, (samples) => ({ stream: s(), samples })),
      },
    ],
    ...methodsOf('gradientOfExpectation()', gradients),
  ],
  maximumLikelihood: [
    [
      'maximumLikelihood',
      {
        density: at(0),
        'what the density gives': at(0, (v) => () => v),
        data: at(1),
        'data.x': at(1, (x) => ({ ...observed, x })),
        start: at(2),
        'start.b': at(2, (b) => ({ b, sigma: 1 })),
        'start.sigma': at(2, (sigma) => ({ b: 1, sigma })),
        constraints: at(3),
        'constraints.sigma': at(3, (sigma) => ({ sigma })),
        options: at(4),
        'options.n': at(4, (n) => ({ n })),
        'options.maxIterations': at(4, (maxIterations) => ({ maxIterations })),
      },
    ],
    ...methodsOf('maximumLikelihood()', fits),
  ],
  keep: [['keep', { data: (data) => keep(data) }], ...methodsOf('keep()', keptData)],
  Normal: [
    ['Normal', { mu: (mu) => Normal(mu).sample(s(), 3), sigma: (sigma) => Normal(0, sigma).sample(s(), 3) }],
    [
      'Normal, evaluated',
      { mu: (mu) => Normal(mu).logProb([0, 1]), sigma: (sigma) => Normal(0, sigma).cdf([-1, 1]) },
    ],
    ['Normal.fit', { data: (data) => Normal.fit(data) }],
    ...methodsOf('Normal()', normal),
  ],
  Uniform: [
    [
      'Uniform',
      { low: (low) => Uniform(low, 2).sample(s(), 3), high: (high) => Uniform(0, high).sample(s(), 3) },
    ],
    [
      'Uniform, evaluated',
      { low: (low) => Uniform(low, 2).cdf([0, 1]), high: (high) => Uniform(0, high).quantile([0, 0.5, 1]) },
    ],
    ['Uniform.fit', { data: (data) => Uniform.fit(data) }],
    ...methodsOf('Uniform()', uniform),
  ],
  Exponential: [
    ['Exponential', { rate: (rate) => Exponential(rate).sample(s(), 3) }],
    [
      'Exponential, evaluated',
      { rate: (rate) => [Exponential(rate).cdf([0, 1]), Exponential(rate).quantile([0, 0.5])] },
    ],
    ['Exponential.fit', { data: (data) => Exponential.fit(data) }],
    ...methodsOf('Exponential()', exponential),
  ],
  Bernoulli: [
    ['Bernoulli', { p: (p) => Bernoulli(p).sample(s(), 3) }],
    [
      'Bernoulli, evaluated',
      { p: (p) => [Bernoulli(p).logProb([0, 1]), Bernoulli(p).quantile([0, 0.5, 1])] },
    ],
    ['Bernoulli.fit', { data: (data) => Bernoulli.fit(data) }],
    ...methodsOf('Bernoulli()', bernoulli),
  ],
  Categorical: [
    [
      'Categorical',
      {
        parameters: (v) => Categorical(v),
        probabilities: (v) => Categorical({ probabilities: v }).sample(s(), 3),
        logits: (v) => Categorical({ logits: v }).sample(s(), 3),
        both: (v) => Categorical({ logits: [1], probabilities: v } as never),
      },
    ],
    ['Categorical.fit', { data: (data) => Categorical.fit(data) }],
    ...methodsOf('Categorical({ logits })', categorical),
    ...methodsOf('Categorical({ probabilities })', probabilities),
  ],
  stream: [
    [
      'stream',
      {
        seed: (seed) => stream(seed).words(2),
        'seed in a list': (seed) => stream([1, seed]).words(2),
        'seed.int32': (word) => stream({ int32: () => word }).words(2),
        options: (options) => stream(1, options).words(2),
        engine: (engine) => stream(1, { engine }).words(2),
      },
    ],
  ],
  Stream: [
    [
      'Stream.from',
      {
        state: (v) => Stream.from(v),
        type: (type) => Stream.from({ ...state(), type }),
        version: (version) => Stream.from({ ...state(), version }),
        engine: (engine) => Stream.from({ ...state(), engine }).words(2),
        key: (key) => Stream.from({ ...state(), key }).words(2),
        position: (position) => Stream.from({ ...state(), position }).words(2),
      },
    ],
    ...methodsOf('stream()', streams),
  ],
  integrate: [
    [
      'integrate',
      {
        f: (f) => integrate(f, Normal(), { stream: s(), samples: 256 }),
        'what f gives': (y) => integrate(() => y, Normal(), { stream: s(), samples: 256 }),
        'f.block': (block) => integrate({ block }, Normal(), { stream: s(), samples: 256 }),
        target: (target) => integrate(() => 1, target, { stream: s(), samples: 256 }),
        'a target of several': (d) =>
          integrate(() => 1, [Normal(), d] as never, { stream: s(), samples: 256 }),
        options: (options) => integrate((x) => x, Normal(), options),
        stream: (v) => integralOf({ stream: v, samples: 256 }),
        samples: (samples) => integralOf({ samples }),
        tolerance: (tolerance) => integralOf({ tolerance, maxSamples: 100000 }),
        'tolerance.absolute': (absolute) => integralOf({ tolerance: { absolute }, maxSamples: 100000 }),
        'tolerance.relative': (relative) => integralOf({ tolerance: { relative }, maxSamples: 100000 }),
        maxSamples: (maxSamples) => integralOf({ tolerance: 0.1, maxSamples }),
        method: (method) => integralOf({ samples: 1024, method }),
        proposal: (proposal) => integralOf({ samples: 256, method: 'importance', proposal }),
        confidence: (confidence) => integralOf({ samples: 256, confidence }),
      },
    ],
    ...methodsOf('integrate()', integrals),
  ],
  tokenSampler: [
    ['tokenSampler', { options: (options) => tokenSampler(options).sample(logits, s()) }],
    ...(
      [
        'temperature',
        'topK',
        'topP',
        'minP',
        'typicalP',
        'repetitionPenalty',
        'frequencyPenalty',
        'presencePenalty',
        'logitBias',
        'preset',
        'order',
      ] as const
    ).map((name): [string, Calls] => [`tokenSampler ${name}`, option(name)]),
    ...methodsOf('tokenSampler()', tokens),
  ],
};
