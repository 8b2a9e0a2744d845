// The Sobol sequence and its scrambling.
import { on, words } from './machine.mjs';

const n = 300;
const sequence = (dimension, k, { room }) => {
  const directions = room(32 * 4);
  k.sobolDirections(dimension, directions);
  const out = room(4 * n);
  k.sobolWords(directions, 1000, n, out);
  return out;
};

export const cases = {
  'sobolDirections, sobolWords': () =>
    [0, 1, 2, 9, 40, 160].map((dimension) => on((k, tools) => tools.i32(sequence(dimension, k, tools), n))),
  scrambleWords: () =>
    on((k, tools) => {
      const out = tools.room(8 * n);
      k.scrambleWords(sequence(3, k, tools), n, tools.put(words(64, 14)), out);
      return tools.f64(out, n);
    }),
};
