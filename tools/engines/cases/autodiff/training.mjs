// States that stay in the machine, optimisers and their schedules, minima and checkpoints.
import { stream } from '@stokast/sampling';
import { api, around, parts, run } from './api.mjs';

const rosenbrock = ({ x, y }) => y.sub(x.square()).square().mul(100).add(x.sub(1).square());
const rows = Array.from({ length: 6 }, (_, i) => Array.from(around(10, 150 + i)));
const bowl = (w) => api.matmul(rows, w).sub([1, 2, 3, 4, 5, 6]).square().sum();
const warm = () =>
  api.linearWarmup({ steps: 5, rate: api.cosineDecay({ from: 0.05, to: 0.001, steps: 30 }) });
const optimizers = {
  sgd: () => api.sgd({ learningRate: 0.01 }),
  'sgd with momentum': () => api.sgd({ learningRate: api.constantRate(0.01), momentum: 0.9 }),
  'sgd with Nesterov momentum': () =>
    api.sgd({
      learningRate: api.exponentialDecay({ from: 0.02, factor: 0.5, steps: 20 }),
      momentum: 0.8,
      nesterov: true,
    }),
  adam: () => api.adam({ learningRate: warm() }),
  adamW: () =>
    api.adamW({
      learningRate: api.piecewiseConstant({ starts: [0, 10, 25], rates: [0.1, 0.05, 0.01] }),
      weightDecay: 0.1,
    }),
  clipped: () => api.chain(api.clipByValue(1), api.clipByNorm(0.5), api.adam({ learningRate: 0.1 })),
};

export const cases = {};
for (const [name, make] of Object.entries(optimizers)) {
  cases[`minimize: ${name}`] = () =>
    [Float64Array, Float32Array].flatMap((Kind) =>
      parts(
        api
          .minimize(
            ({ a, b }) => bowl(a.cast('f64')).add(b.square().mul(3)),
            { a: Kind.from(around(10, 151)), b: 2 },
            { optimizer: make(), steps: 40 },
          )
          .toJSON(),
      ),
    );
}

/** A network with one hidden layer, whose noise is drawn inside: loss, shapes and start. */
const loss = ({ w1, b1, w2 }, x, y, source) => {
  const hidden = api.dropout(api.linear(x, w1, b1).relu(), 0.2, source);
  return api.linear(hidden, w2).sub(y).square().mean();
};
const shapes = {
  w1: { shape: [3, 8], dtype: 'f32' },
  b1: { shape: [8], dtype: 'f32' },
  w2: { shape: [8, 1], dtype: 'f32' },
};
const start = { w1: around(24, 160), b1: around(8, 161), w2: around(8, 162) };
const batch = () => [api.f32(20, 3), api.f32(20, 1), api.randomStream];

/** Some steps; then back to where it was saved, and on from there. */
function walk(stepper) {
  const s = stream('training');
  const given = [around(60, 163), around(20, 164), s];
  const losses = [stepper.step(...given), stepper.steps(10, ...given)];
  const saved = JSON.stringify(stepper.save());
  const before = [losses, stepper.steps(5, ...given), parts(stepper.read()), s.position];
  stepper.resume(JSON.parse(saved));
  return [...before, saved, stepper.step(...given)];
}

Object.assign(cases, {
  stateful: () => {
    const optimizer = api.adam({ learningRate: 0.02 });
    const begin = api.compile((p) => ({ parameters: p, state: optimizer.init(p) }), [shapes]);
    const stepper = api.stateful(
      ({ parameters, state }, ...data) => {
        const { value, gradient } = api.valueAndGrad(loss)(parameters, ...data);
        const [updates, after] = optimizer.update(gradient, state, parameters);
        return [{ parameters: api.applyUpdates(parameters, updates), state: after }, value];
      },
      [{ parameters: shapes, state: { step: [], first: shapes, second: shapes } }, ...batch()],
    );
    stepper.load(begin(start));
    return walk(stepper);
  },
  training: () => {
    const stepper = api.training(loss, [shapes, ...batch()], api.adamW({ learningRate: warm() }));
    stepper.load(start);
    return walk(stepper);
  },
  'minimize: L-BFGS': () => [
    ...parts(api.minimize(rosenbrock, { x: -1.2, y: 1 }).parameters),
    ...parts(
      api.minimize((w) => bowl(w).add(w.square().sum().mul(0.1)), around(10, 157), { memory: 4 }).parameters,
    ),
  ],
  'minimize: stopped and resumed': () => {
    const seen = [];
    const stop = new AbortController();
    const onProgress = ({ iterations, value, gradientNorm }) => {
      seen.push(value, gradientNorm);
      if (iterations === 6) stop.abort();
    };
    try {
      api.minimize(rosenbrock, { x: -1.2, y: 1 }, { onProgress, signal: stop.signal });
    } catch (error) {
      const checkpoint = JSON.stringify(error.checkpoint);
      const { parameters, evaluations } = api.minimize(
        rosenbrock,
        { x: 0, y: 0 },
        { resume: JSON.parse(checkpoint) },
      );
      return [seen, checkpoint, ...parts(parameters), evaluations];
    }
    throw new Error('not aborted');
  },
  minimizeAsync: async () => {
    const { parameters, value } = await api.minimizeAsync(rosenbrock, { x: 2, y: -1 });
    return [...parts(parameters), value];
  },
  schedules: () =>
    [
      warm(),
      api.constantRate(0.1),
      api.exponentialDecay({ from: 1, factor: 0.3, steps: 7 }),
      api.piecewiseConstant({ starts: [0, 4, 9], rates: [1, 0.5, 0.1] }),
    ].flatMap((schedule) => [0, 1, 4, 5, 20, 1000].flatMap((step) => run(schedule, [[]], step))),
});
