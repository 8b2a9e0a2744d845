// INTERIM: replaced by the core's L-BFGS when it lands.
type At = (free: Float64Array) => { readonly value: number; readonly gradient: Float64Array };
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, each, i) => sum + each * b[i], 0);
export function search(at: At, start: Float64Array, most: number): Float64Array {
  let x = start;
  let { value, gradient } = at(x);
  const pairs: { s: Float64Array; y: Float64Array }[] = [];
  for (let iteration = 0; iteration < most; iteration++) {
    const q = gradient.slice();
    const alphas: number[] = [];
    for (let i = pairs.length - 1; i >= 0; i--) {
      const { s, y } = pairs[i];
      alphas[i] = dot(s, q) / dot(s, y);
      for (let j = 0; j < q.length; j++) q[j] -= alphas[i] * y[j];
    }
    const last = pairs.at(-1);
    const scale = last ? dot(last.s, last.y) / dot(last.y, last.y) : 1 / Math.sqrt(dot(gradient, gradient));
    for (let j = 0; j < q.length; j++) q[j] *= scale;
    pairs.forEach(({ s, y }, i) => {
      const beta = dot(y, q) / dot(s, y);
      for (let j = 0; j < q.length; j++) q[j] += (alphas[i] - beta) * s[j];
    });
    let t = 1;
    const slope = dot(gradient, q);
    let next = x.map((each, i) => each + t * q[i]);
    let found = at(next);
    while (!(found.value >= value + 1e-4 * t * slope) && t > 1e-10) {
      t /= 2;
      next = x.map((each, i) => each + t * q[i]);
      found = at(next);
    }
    if (!(found.value > value)) return x;
    const s = next.map((each, i) => each - x[i]);
    const y = found.gradient.map((each, i) => gradient[i] - each);
    if (dot(s, y) > 0) pairs.push({ s, y });
    if (pairs.length > 10) pairs.shift();
    const gain = found.value - value;
    x = next;
    ({ value, gradient } = found);
    if (gain < 1e-9 * Math.max(1, Math.abs(value))) return x;
  }
  return x;
}
