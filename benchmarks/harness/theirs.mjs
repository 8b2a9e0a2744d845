// Rows of contenders: each imported, from a folder of its own, only when its row is set up.
import { contender } from '../contenders/load.mjs';

export { contender };

/** NumPy rows start with this; n is the number of elements. */
export const numpySetup = (n) =>
  [
    'import numpy as np',
    `n = ${n}`,
    'out = np.empty(n)',
    'g = np.random.Generator(np.random.PCG64(1))',
    'philox = np.random.Generator(np.random.Philox(1))',
  ].join('\n');

/** Fills an array by calling a function that gives one number: the loop that a user writes. */
export function loop(n, next, type = Float64Array) {
  const out = new type(n);
  return () => {
    for (let i = 0; i < n; i++) out[i] = next();
    return out;
  };
}

/** A row of numpy-ts, which needs a newer Node: `draw(generator)` makes an array of its own. */
export const numpyTs = (name, draw) => ({
  name: `numpy-ts PCG64 ${name}`,
  runtime: 'newer node',
  setup: async () => {
    const generator = (await contender('numpy-ts')).random.default_rng(1);
    return () => draw(generator).dispose?.();
  },
});

/** A row of jax-js on its WebAssembly device: `draw(random, key)` makes f32 values, brought back to JavaScript. */
export const jaxJs = (name, draw) => ({
  name: `jax-js ${name} (f32)`,
  runtime: 'newer node',
  setup: async () => {
    const jax = await contender('@jax-js/jax');
    await jax.init();
    jax.defaultDevice('wasm');
    return async () => (await draw(jax.random, jax.random.key(1)).data()).length;
  },
});

/** A row of one of @stdlib's array generators. */
export const stdlibArray = (family, draw) => ({
  name: `@stdlib/random-array-${family}`,
  setup: async () => {
    const random = (await contender(`@stdlib/random-array-${family}`)).default.factory({ seed: 1 });
    return () => draw(random);
  },
});

/** A row of pure-rand's fastest generator; `next` makes one number from it. */
export const pureRand = (name, fill, next) => ({
  name: `pure-rand ${name}`,
  setup: async () => {
    const { xoroshiro128plus } = await contender('pure-rand/generator/xoroshiro128plus');
    const distribution = name === 'xoroshiro128plus' ? {} : await contender(`pure-rand/distribution/${name}`);
    const generator = xoroshiro128plus(1);
    return fill(() => next(generator, distribution[name]));
  },
});
