// Engines of random bits.
import { engines } from '@stokast/core-wasm';
import { on, positions } from './machine.mjs';

export const cases = {};
for (const engine of Object.keys(engines)) {
  cases[`lines ${engine}`] = () =>
    on((k, { source, room, i32 }) => {
      const out = room(9 * 64);
      k.lines(source(engine), -4, 7, 3, 5, 9, out);
      return i32(out, 9 * 16);
    });
  cases[`fillWords ${engine}`] = () =>
    positions.map((position) =>
      on((k, { source, room, i32 }) => {
        const out = room(4000);
        k.fillWords(source(engine), position, 1000, out);
        return i32(out, 1000);
      }),
    );
}
