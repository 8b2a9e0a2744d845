import { test } from 'vitest';
import { backends, eachBackend } from '../../backends';
import { expectSame, mathKernel } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

mathKernel({
  name: 'sin',
  fill: 'fillSin',
  exact: [
    [[0], 0],
    [[-0], -0],
    [[5e-324], 5e-324],
    [[1e-300], 1e-300],
    // The double nearest to pi: what is left of pi.
    [[Math.PI], 1.2246467991473532e-16],
    [[-Math.PI], -1.2246467991473532e-16],
    // 2^120, and the double that lies closest to a multiple of pi/2 (Kahan; Muller, "Elementary functions").
    [[2 ** 120], 0.377820109360752],
    [[6381956970095103 * 2 ** 797], 1],
    [[infinity], nan],
    [[-infinity], nan],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'cos',
  fill: 'fillCos',
  exact: [
    [[0], 1],
    [[-0], 1],
    [[Math.PI], -1],
    [[Math.PI / 2], 6.123233995736766e-17],
    [[6381956970095103 * 2 ** 797], -4.6871659242546277e-19],
    [[infinity], nan],
    [[-infinity], nan],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'tan',
  exact: [
    [[0], 0],
    [[-0], -0],
    [[5e-324], 5e-324],
    [[Math.PI / 2], 16331239353195370],
    [[-Math.PI / 2], -16331239353195370],
    [[6381956970095103 * 2 ** 797], -2.133485385753704e18],
    [[infinity], nan],
    [[-infinity], nan],
    [[nan], nan],
  ],
});

test('fills at and beside multiples of pi/4, where quarters change', () => {
  const multiples = Array.from({ length: 4000 }, (_, i) => (i - 2000) * (Math.PI / 4));
  const x = Float64Array.from(multiples.flatMap((at) => [at * (1 - 2 ** -52), at, at * (1 + 2 ** -52)]));
  for (const [name, machine] of eachBackend) {
    const at = machine.scratch;
    for (const f of ['sin', 'cos'] as const) {
      machine.f64.set(x, at >> 3);
      machine.kernels[f === 'sin' ? 'fillSin' : 'fillCos'](at, x.length, at);
      const got = machine.f64.slice(at >> 3, (at >> 3) + x.length);
      expectSame(got, x.map(backends.portable.kernels[f]), `${f} on ${name}`);
    }
  }
});
