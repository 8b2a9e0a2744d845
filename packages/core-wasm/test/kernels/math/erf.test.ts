import { mathKernel } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

mathKernel({
  name: 'erf',
  fill: 'fillErf',
  exact: [
    [[0], 0],
    [[-0], -0],
    [[6], 1],
    [[-6], -1],
    [[infinity], 1],
    [[-infinity], -1],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'erfc',
  fill: 'fillErfc',
  exact: [
    [[0], 1],
    [[-0], 1],
    [[28.1], 0],
    [[1e300], 0],
    [[-7], 2],
    [[infinity], 0],
    [[-infinity], 2],
    [[nan], nan],
  ],
});
