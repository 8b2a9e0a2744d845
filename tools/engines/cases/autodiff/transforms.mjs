// Parameters with constraints as free numbers, there and back, with the logarithm of what that does to volumes.
import { api, around, run } from './api.mjs';

const spaces = () => ({
  real: [[2, 3], api.real],
  positive: [[4], api.positive],
  interval: [[3], api.interval(-1, 2)],
  'interval, open above': [[3], api.interval(1, Infinity)],
  'interval, open below': [[], api.interval(-Infinity, -1)],
  ordered: [[5], api.ordered],
  simplex: [[4], api.simplex],
  correlation: [[4, 4], api.correlation],
  correlationFactor: [[4, 4], api.correlationFactor],
});

export const cases = {};
for (const name of Object.keys(spaces())) {
  cases[name] = () => {
    const [shape, constraint] = spaces()[name];
    const space = api.parameterSpace({ it: shape }, { it: constraint });
    const there = (free) => space.constrain(free, {});
    return run(
      (free) => {
        const { parameters, logJacobian } = there(free);
        return [
          parameters,
          logJacobian,
          space.unconstrain(parameters, {}),
          api.grad((f) => there(f).logJacobian.add(there(f).parameters.it.sin().sum()))(free),
        ];
      },
      [[space.size]],
      around(space.size, 160),
    );
  };
}
cases['bounds of data and earlier parameters'] = () => {
  const space = api.parameterSpace(
    { a: [], b: [3], c: [] },
    {
      a: api.positive,
      b: api.interval(
        ({ a }) => a.neg(),
        (_, { y }) => api.max(y),
      ),
      c: api.interval(0, ({ b }) => api.exp(b.slice(0))),
    },
  );
  return run(
    (free, y) => space.constrain(free, { y }),
    [[space.size], [6]],
    around(space.size, 161),
    around(6, 162).map((x) => 20 + x),
  );
};
