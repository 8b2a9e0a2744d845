import { mathKernel } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

mathKernel({
  name: 'tanh',
  fill: 'fillTanh',
  exact: [
    [[0], 0],
    [[-0], -0],
    [[5e-324], 5e-324],
    [[-1e-20], -1e-20],
    [[22], 1],
    [[-23], -1],
    [[infinity], 1],
    [[-infinity], -1],
    [[nan], nan],
  ],
});
