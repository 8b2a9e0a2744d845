// Rows of matrix products: square, plain and with either side transposed, in singles or doubles.

import { compile } from '@stokast/autodiff';
import { useBackend } from '@stokast/core-wasm';
import { Normal, stream } from '@stokast/sampling';
import { inside } from './inside.mjs';
import { ours, oursNewer, WASM } from './ours.mjs';
import { contender } from './theirs.mjs';

const SIZES = [128, 256, 512];
/** How the product is written, here, in jax-js and in NumPy. */
const FORMS = {
  'A B': { ours: (a, b) => a.matmul(b), jax: (a, b) => [a, b], numpy: 'a @ b' },
  'A^T B': { ours: (a, b) => a.transpose().matmul(b), jax: (a, b) => [a.transpose(), b], numpy: 'a.T @ b' },
  'A B^T': { ours: (a, b) => a.matmul(b.transpose()), jax: (a, b) => [a, b.transpose()], numpy: 'a @ b.T' },
};

/** At least so many GFLOP/s, and an aim: as limits of the time that a multiply-add takes. */
const gigaflops = (least, aim) => ({ atMost: 2 / least, aim: 2 / aim });
/** Two operations a multiply-add. */
export const RATE = { unit: 'GFLOP/s', each: 2 };

/** All sizes and forms: `each(name, n, form)` gives what is made of one. */
const all = (each) =>
  SIZES.flatMap((n) => Object.entries(FORMS).flatMap(([name, form]) => each(`${name}, ${n}`, n, form)));

/** Two matrices of standard normal numbers. */
function matrices(n, dtype) {
  const s = stream(1);
  const make = () => Normal(0, 1).fill(s, new (dtype === 'f32' ? Float32Array : Float64Array)(n * n));
  return [make(), make()];
}

/** Throws unless one row of the product is what a loop makes of it. */
function check(program, n, form, a, b) {
  const product = program(a, b);
  const at = (x, transposed, i, j) => (transposed ? x[j * n + i] : x[i * n + j]);
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let k = 0; k < n; k++)
      sum += at(a, form === FORMS['A^T B'], 1, k) * at(b, form === FORMS['A B^T'], k, j);
    if (!(Math.abs(product[n + j] - sum) < 1e-3))
      throw new Error(`element [1, ${j}] is ${product[n + j]}, not ${sum}`);
  }
}

function program(n, form, dtype) {
  const spec = { shape: [n, n], dtype };
  const made = compile(form.ours, [spec, spec]);
  const given = matrices(n, dtype);
  check(made, n, form, ...given);
  return { made, given };
}

const within = (n, form, dtype) => () => {
  const { made, given } = program(n, form, dtype);
  const run = inside(made, ...given);
  return () => run(1);
};

const sized = (n) => (row) => ({ ...row, elements: n ** 3 });

/** The rows of a type: ours inside the core; at 256 also called with its copies, and the fallback; NumPy's. */
export const matmulRows = (dtype) => [
  ...all((name, n, form) => [
    sized(n)(ours(within(n, form, dtype), name)[0]),
    {
      name: `NumPy ${name}`,
      runtime: 'numpy',
      elements: n ** 3,
      setup: [
        'import os',
        "os.environ['OPENBLAS_NUM_THREADS'] = '1'",
        'import numpy as np',
        'g = np.random.default_rng(1)',
        `a = g.standard_normal((${n}, ${n})).astype(np.${dtype === 'f32' ? 'float32' : 'float64'})`,
        'b = g.permuted(a)',
      ].join('\n'),
      statement: form.numpy,
    },
  ]),
  ...ours(() => {
    const { made, given } = program(256, FORMS['A B'], dtype);
    return () => made(...given);
  }, 'A B, 256, called from JavaScript').map(sized(256)),
];

/** Rows on the newer Node, which jax-js needs: ours, ours relaxed, theirs; their arrays stay in their memory as well. */
export const newerRows = (dtype) =>
  all((name, n, form) => [
    sized(n)(oursNewer(within(n, form, dtype), name)),
    {
      name: `jax-js ${name}`,
      runtime: 'newer node',
      elements: n ** 3,
      setup: async () => {
        const jax = await contender('@jax-js/jax');
        await jax.init();
        jax.defaultDevice('wasm');
        const [a, b] = matrices(n, dtype).map((each) => jax.numpy.array(each).reshape([n, n]));
        const product = jax.jit((x, y) => jax.numpy.matmul(...form.jax(x, y)));
        return async () => {
          const result = product(a.ref, b.ref);
          await result.blockUntilReady();
          result.dispose();
        };
      },
    },
    ...(form === FORMS['A B']
      ? [
          {
            name: `stokast (relaxed WebAssembly), newer Node, ${name}`,
            runtime: 'newer node',
            elements: n ** 3,
            setup: async () => {
              const { useRelaxed } = await import('@stokast/core-wasm/relaxed');
              useRelaxed();
              const run = within(n, form, dtype)();
              useBackend('wasm');
              return run;
            },
          },
        ]
      : []),
  ]);

/** In the README stands the plain product at 256; the others are in the report. */
const detail = (n, form) => ({ detail: n !== 256 || form !== FORMS['A B'] });

/** A limit for each size and form; a bar against jax-js for each. */
export const matmulLimits = (least, aim) =>
  all((name, n, form) => [{ row: `${WASM}, ${name}`, ...gigaflops(least, aim), ...detail(n, form) }]);
export const jaxBars = () =>
  all((name, n, form) => [
    { row: `${WASM}, newer Node, ${name}`, against: `jax-js ${name}`, atLeast: 1, ...detail(n, form) },
  ]);
