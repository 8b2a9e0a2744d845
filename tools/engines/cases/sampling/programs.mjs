// Distributions over tensors inside programs, and maximum likelihood for densities of one's own.
import {
  compile,
  exp,
  grad,
  interval,
  logSumExp,
  ordered,
  positive,
  randomStream,
  sin,
  stack,
} from '@stokast/autodiff';
import { doubles, units } from '../core-wasm/machine.mjs';
import { api } from './api.mjs';

const n = 300;
const x = doubles(n, 40, 2);
const chances = units(n, 41);
/** Family -> made from two tensors [300], and from one and a number; points. */
const families = {
  Normal: { made: (a, b) => [api.Normal(a, b.exp()), api.Normal(0.5, b.exp())], points: x },
  Uniform: { made: (a, b) => [api.Uniform(a, a.add(b.exp())), api.Uniform(-9, b.exp())], points: x },
  Exponential: { made: (_, b) => [api.Exponential(b.exp())], points: x },
  Bernoulli: { made: (_, b) => [api.Bernoulli(b.sigmoid())], points: x.map((each) => (each < 0 ? 0 : 1)) },
  Categorical: {
    made: (a, b) => [
      api.Categorical({ logits: a.reshape([60, 5]) }),
      api.Categorical({ probabilities: b.reshape([60, 5]).softmax() }),
    ],
    points: units(60, 42).map((u) => Math.floor(5 * u)),
  },
};
const types = ['f64', 'f32'];
const specs = (dtype, ...sizes) => sizes.map((size) => ({ shape: [size], dtype }));
const flat = (value) =>
  ArrayBuffer.isView(value) || typeof value !== 'object' ? [value] : Object.values(value).flatMap(flat);

export const cases = {};
for (const [name, { made, points }] of Object.entries(families)) {
  const continuous = name !== 'Bernoulli' && name !== 'Categorical';
  const kinds = continuous ? ['logProb', 'cdf', 'sf'] : ['logProb'];
  /** For doubles and singles: what `work` makes of two vectors of parameters and more arguments. */
  const each = (work, tail, ...more) =>
    types.flatMap((dtype) =>
      flat(compile(work, [...specs(dtype, n, n), ...tail(dtype)])(x, doubles(n, 43, 1), ...more)),
    );
  cases[`${name} of tensors: values`] = () =>
    each(
      (a, b, at, p) =>
        made(a, b).map((d) => [
          ...[d.mean, d.variance, d.entropy],
          ...kinds.map((kind) => d[kind](at)),
          ...(continuous ? [d.quantile(p)] : []),
        ]),
      (dtype) => specs(dtype, points.length, n),
      points,
      chances,
    );
  cases[`${name} of tensors: draws`] = () =>
    each(
      (a, b, source) => [
        made(a, b).map((d) => d.sample(source)),
        continuous ? grad((t) => made(a, t)[0].rsample(source).square().sum())(b) : [],
      ],
      () => [randomStream],
      api.stream('programs'),
    );
}

const y = x.map((each, i) => 0.5 + 2 * each + chances[i] - 0.5);
const text = (fit) => JSON.stringify(fit);

Object.assign(cases, {
  'a distribution of numbers asked about tensors': () =>
    types.flatMap((dtype) =>
      compile((t) => api.Normal(0.5, 2).logProb(t).add(api.Exponential(2).cdf(t)), specs(dtype, n))(x),
    ),
  'maximumLikelihood: a line': () =>
    text(
      api.maximumLikelihood(
        ({ a, b, sigma }, data) => api.Normal(data.x.mul(b).add(a), sigma).logProb(data.y),
        { x, y: api.keep(y) },
        { a: 0, b: 0, sigma: 1 },
        { sigma: positive },
      ),
    ),
  'maximumLikelihood: a mixture': () =>
    text(
      api.maximumLikelihood(
        ({ share, mu, sigma }, data) => {
          const parts = [0, 1].map((k) =>
            api
              .Normal(mu.slice(k), sigma)
              .logProb(data)
              .add((k === 0 ? share : share.neg().add(1)).log()),
          );
          return logSumExp(stack(parts), 0);
        },
        y.map((each, i) => (i % 3 === 0 ? 8 + chances[i] : each / 8)),
        { share: 0.5, mu: [-1, 4], sigma: 1 },
        { share: interval(0, 1), mu: ordered, sigma: positive },
      ),
    ),
  'traced integrands': () =>
    ['plain', 'antithetic', 'stratified', 'qmc', 'importance'].flatMap((method) => {
      const [target, proposal] = [0.5, 1].map((rate) => [
        api.Normal(0, 2 * rate),
        api.Exponential(rate),
        api.Bernoulli(0.3),
      ]);
      const options = { stream: api.stream('traced'), samples: 5000, method };
      const f = api.traced((a, b, c) => a.sin().add(b.neg().exp().mul(c)));
      return text(api.integrate(f, target, method === 'importance' ? { ...options, proposal } : options));
    }),
  gradientOfExpectation: () => {
    const options = () => ({ stream: api.stream('gradients'), samples: 5000 });
    return [
      api.gradientOfExpectation(
        ({ mu, scale }) => [api.Normal(mu, scale[0]), api.Exponential(scale[1])],
        ([a, b], { mu }) => a.mul(b).add(mu.square()),
        { mu: 0.5, scale: [2, 3] },
        options(),
      ),
      api.gradientOfExpectation(
        ({ p }) => api.Bernoulli(p),
        (z) => z.exp(),
        { p: 0.3 },
        options(),
      ),
    ].map(text);
  },
});

const targets = {
  'one component': {
    f: (t) => exp(sin(t)),
    target: () => api.Normal(1, 2),
    proposal: () => api.Normal(0.5, 2.5),
  },
  'a product': {
    f: (a, b, c) => exp(a.mul(b)).add(c),
    target: () => [api.Uniform(), api.Uniform(0, 2), api.Exponential(3)],
    proposal: () => [api.Uniform(), api.Uniform(-1, 3), api.Exponential(1)],
  },
};
for (const [name, { f, target, proposal }] of Object.entries(targets)) {
  for (const method of ['plain', 'antithetic', 'stratified', 'importance', 'qmc']) {
    if (method === 'stratified' && name !== 'one component') continue;
    cases[`integrate, traced: ${name}, ${method}`] = () =>
      text(
        api.integrate(api.traced(f), target(), {
          stream: api.stream('traced'),
          samples: 9000,
          method,
          ...(method === 'importance' ? { proposal: proposal() } : {}),
        }),
      );
  }
}
