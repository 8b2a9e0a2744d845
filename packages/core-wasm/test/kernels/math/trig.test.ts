import { mathKernel } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

mathKernel({
  name: 'sin',
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
