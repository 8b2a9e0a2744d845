// The slow readable form: a transformer with arrays of arrays, in doubles.
import type { Weights } from '../../src/train/parameters.ts';
import type { NetworkConfig } from '../../src/transformer/config.ts';

type Rows = number[][];
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** The distribution function of the normal distribution, by Simpson's rule from 0. */
function phi(x: number): number {
  const n = 400;
  const h = x / n;
  const at = (i: number) => Math.exp((-i * h * i * h) / 2) * (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2);
  return 0.5 + (range(n + 1).reduce((sum, i) => sum + at(i), 0) * h) / 3 / Math.sqrt(2 * Math.PI);
}

/** Logits after each token of one window. */
export function plainLogits(config: NetworkConfig, weights: Weights, tokens: readonly number[]): Rows {
  const { nEmbd: C, nHead, nLayer } = config;
  const get = (name: string): Float32Array | undefined => weights.get(name);
  const dense = (x: Rows, name: string): Rows => {
    const w = get(`${name}.weight`)!;
    const b = get(`${name}.bias`);
    const outputs = w.length / x[0].length;
    return x.map((row) =>
      range(outputs).map((j) => row.reduce((sum, each, i) => sum + each * w[i * outputs + j], b?.[j] ?? 0)),
    );
  };
  const norm = (x: Rows, name: string): Rows =>
    x.map((row) => {
      const mean = row.reduce((a, b) => a + b) / C;
      const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / C;
      const scale = get(`${name}.weight`)!;
      return row.map(
        (each, i) =>
          ((each - mean) / Math.sqrt(variance + 1e-5)) * scale[i] + (get(`${name}.bias`)?.[i] ?? 0),
      );
    });
  const gelu = (x: number): number =>
    config.gelu === 'exact'
      ? x * phi(x)
      : (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  const plus = (a: Rows, b: Rows): Rows => a.map((row, t) => row.map((x, i) => x + b[t][i]));
  const size = C / nHead;
  /** A query or key of one head, turned by its position. */
  const turned = (row: number[], position: number): number[] => {
    if (config.positions !== 'rotary') return row;
    return row.map((x, i) => {
      const pair = i % (size / 2);
      const angle = position / 10000 ** ((2 * pair) / size);
      const other = i < size / 2 ? -row[i + size / 2] : row[i - size / 2];
      return x * Math.cos(angle) + other * Math.sin(angle);
    });
  };
  const table = get('wte.weight')!;
  let x: Rows = tokens.map((token, t) =>
    range(C).map((i) => table[token * C + i] + (get('wpe.weight')?.[t * C + i] ?? 0)),
  );
  for (let layer = 0; layer < nLayer; layer++) {
    const at = `h.${layer}`;
    const qkv = dense(norm(x, `${at}.ln_1`), `${at}.attn.c_attn`);
    const heard = x.map((_, t) =>
      range(nHead).flatMap((head) => {
        const part = (s: number, which: number) =>
          qkv[s].slice(which * C + head * size, which * C + (head + 1) * size);
        const query = turned(part(t, 0), t);
        const scores = range(t + 1).map(
          (s) => turned(part(s, 1), s).reduce((sum, k, i) => sum + k * query[i], 0) / Math.sqrt(size),
        );
        const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
        return range(size).map((i) =>
          scores.reduce((sum, score, s) => sum + (Math.exp(score) / total) * part(s, 2)[i], 0),
        );
      }),
    );
    x = plus(x, dense(heard, `${at}.attn.c_proj`));
    const wide = dense(norm(x, `${at}.ln_2`), `${at}.mlp.c_fc`).map((row) => row.map(gelu));
    x = plus(x, dense(wide, `${at}.mlp.c_proj`));
  }
  return norm(x, 'ln_f').map((row) =>
    range(config.vocabSize).map((v) => row.reduce((sum, each, i) => sum + each * table[v * C + i], 0)),
  );
}
