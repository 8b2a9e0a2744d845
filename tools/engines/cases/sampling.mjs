// What is compared between engines of @stokast/sampling: streams, and every distribution and sampler.
import { stream } from '@stokast/sampling';

export const used = new Set();

/** name -> function; the hash of what it gives goes into golden.json. */
export const cases = {};

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

cases['seeds and splits'] = () =>
  engines.flatMap((engine) =>
    seeds.flatMap((seed) => {
      const child = stream(seed, { engine }).split('child').at(3);
      const draw = child.toSeedrandom();
      return [JSON.stringify(child.state()), Float64Array.from({ length: 9 }, () => draw.int32())];
    }),
  );
