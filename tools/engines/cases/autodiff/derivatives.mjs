// Every way to differentiate.
import { api, around, run } from './api.mjs';

const x = around(4, 140);
const fn = (t) =>
  t
    .mul(t)
    .mul([1, 2, 3, 4])
    .sum()
    .add(api.exp(t.slice(0).mul(t.slice(3)).mul(0.1)));
const many = (t) => ({
  squares: t.square(),
  sum: t.exp().sum(),
  pair: api.outer(t.slice([0, 2]), t.slice([2])),
});
const p = { mu: 0.5, rest: [around(3, 141), 2] };
const shapes = { mu: [], rest: [[3], []] };
const tree = ({ mu, rest: [v, s] }, y) => v.mul(mu).sub(y).mul(s).tanh().sum();

export const cases = {
  'grad, valueAndGrad of nestings': () => [
    ...run(api.grad(tree), [shapes, [3]], p, around(3, 142)),
    ...run(api.valueAndGrad(tree), [shapes, [3]], p, around(3, 143)),
  ],
  'grad of grad of grad': () => {
    const total = (f) => (t) => api.grad(f)(t).sum();
    return run(api.grad(total(total((t) => t.sin().mul(t.exp()).sum()))), [[4]], x);
  },
  jacobian: () => run(api.jacobian(many), [[4]], x),
  hessian: () => [
    ...run(api.hessian(fn), [[4]], x),
    ...run(api.hessian(tree), [shapes, [3]], p, around(3, 144)),
  ],
  hvp: () => run(api.hvp(fn), [[4], [4]], x, around(4, 145)),
  jvp: () => run(api.jvp(many), [[4], [4]], x, around(4, 146)),
  vjp: () =>
    run(
      api.vjp((t) => t.square().mul(3)),
      [[4], [4]],
      x,
      around(4, 147),
    ),
  'into earlier results': () => {
    const program = api.compile((t) => ({ value: t.sum(), twice: t.mul(2) }), [[4]]);
    const result = { value: 0, twice: new Float64Array(4) };
    program.into(result, x);
    return [result.value, result.twice];
  },
};
