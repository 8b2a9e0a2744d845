// What is compared between engines of @stokast/sampling: streams, and every distribution and sampler.
// A case is a name and a function that gives typed arrays, numbers, strings or lists of these (or a promise).
import { units, wide, words } from './core-wasm/machine.mjs';
import { api, missing } from './sampling/api.mjs';
import * as programs from './sampling/programs.mjs';

export { missing };

const text = (value) => JSON.stringify(value);
const seeds = [
  'a',
  'aa',
  '',
  'Ā',
  '\0',
  1,
  -0,
  2 ** 53 - 1,
  12n,
  -(2n ** 70n),
  new Uint8Array([1, 2]),
  ['a', [1]],
];
const engines = ['chacha8', 'chacha12', 'chacha20', 'philox4x32-10'];
const stream = (engine = 'chacha8') => api.stream('engines', { engine });

/** name -> function; the hash of what it gives goes into golden.json. */
export const cases = {
  'seeds and splits': () =>
    engines.flatMap((engine) =>
      seeds.flatMap((seed) => {
        const child = api.stream(seed, { engine }).split('child').at(3);
        return [text(child.state()), new Int32Array(child.words(20))];
      }),
    ),
  'toSeedrandom and source': () => {
    const random = stream().toSeedrandom();
    const source = stream().source();
    return [random(), random.int32(), random.quick(), random.double(), source(), source.next()];
  },
};

/** NaN is no value of a variable. */
const points = wide.filter((x) => x === x);
const data = units(500, 21).map((u) => 6 * u - 2);
const whole = data.map((x) => (x < 0 ? 0 : 1));
const families = {
  Normal: { made: () => [api.Normal(), api.Normal(-3, 2.5)], data },
  Uniform: { made: () => [api.Uniform(), api.Uniform(-2, 5)], data },
  Exponential: { made: () => [api.Exponential(), api.Exponential(0.3)], data: data.map((x) => x + 2) },
  Bernoulli: { made: () => [api.Bernoulli(0.3), api.Bernoulli(1)], data: whole },
  Categorical: {
    made: () => [
      api.Categorical({ probabilities: [0.1, 0.2, 0.7] }),
      api.Categorical({ logits: [2, 1, -1, 0] }),
    ],
    data: whole,
  },
};

for (const [name, { made, data: observed }] of Object.entries(families)) {
  const each = (work) => () => made().flatMap(work);
  cases[`${name}: draws`] = each((d) => {
    const s = stream();
    const kinds = d.discrete ? [Int32Array, Float64Array] : [Float64Array, Float32Array];
    return [
      ...kinds.map((Kind) => d.fill(s, new Kind(2001))),
      d.sample(s),
      d.sample(s),
      d.sample(s, 7),
      s.position,
    ];
  });
  cases[`${name}: values`] = each((d) => [
    ...[d.mean, d.variance, d.entropy, d.support.lower, d.support.upper],
    ...['logProb', 'cdf', 'sf'].map((method) => d[method](points)),
    d.quantile(units(200, 22)),
    String(d),
    text(d),
  ]);
  cases[`${name}: likelihood`] = each((d) => {
    const kept = api.keep(observed);
    return [observed, kept].flatMap((given) => {
      const total = d.logLikelihood(given);
      // Where the likelihood is 0 its logarithm has no gradient.
      return total > -Infinity ? [total, ...Object.values(d.score(given)).flat()] : total;
    });
  });
  cases[`${name}: fit`] = () => text(api[name].fit(observed));
  if (name !== 'Bernoulli' && name !== 'Categorical') {
    cases[`${name}: rsample, inverse cdf`] = each((d) => {
      const { value, partials } = d.rsample(stream(), 500);
      const inverse = d.fill(stream(), new Float64Array(500), { method: 'inverse-cdf' });
      return [value, ...Object.values(partials), inverse];
    });
  }
}

const methods = {
  plain: {},
  antithetic: {},
  stratified: {},
  importance: { proposal: () => api.Normal(1, 2) },
  qmc: {},
};
for (const [method, { proposal }] of Object.entries(methods)) {
  cases[`integrate: ${method}`] = () => {
    const options = { stream: stream(), samples: 4096, method };
    const result = api.integrate((x) => x * x + x, api.Normal(0.5, 1), {
      ...options,
      ...(proposal ? { proposal: proposal() } : {}),
    });
    return text(result);
  };
}
cases['integrate: a product, to a tolerance'] = () =>
  text(
    api.integrate(([x, y]) => x * y + x, [api.Uniform(), api.Exponential()], {
      stream: stream(),
      tolerance: 0.05,
    }),
  );

const logits = Float32Array.from(words(3000, 12), (word, i) => (i % 11 === 3 ? -Infinity : (word >> 24) / 8));
const samplers = {
  'all steps, hf': { temperature: 0.8, topK: 50, topP: 0.95, minP: 0.01, typicalP: 0.9, preset: 'hf' },
  llamacpp: { temperature: 1.3, topK: 500, topP: 0.9, preset: 'llamacpp' },
  'vllm with penalties': {
    repetitionPenalty: 1.2,
    frequencyPenalty: 0.5,
    presencePenalty: 0.1,
    minP: 0.02,
    preset: 'vllm',
  },
  greedy: { temperature: 0 },
};
for (const [name, options] of Object.entries(samplers)) {
  cases[`tokenSampler: ${name}`] = () => {
    const sampler = api.tokenSampler({ ...options, logitBias: { 7: 3 } });
    const s = stream();
    const history = [1, 1, 5, 7, 2000];
    const draws = Array.from({ length: 20 }, () => sampler.sample(logits, s, history));
    return [sampler.describe(), draws, s.position];
  };
}
Object.assign(cases, programs.cases);
