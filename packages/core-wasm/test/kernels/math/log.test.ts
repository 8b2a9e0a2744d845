import { mathKernel } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

mathKernel({
  name: 'log',
  fill: 'fillLog',
  exact: [
    [[1], 0],
    [[2], Math.LN2],
    [[0], -infinity],
    [[-0], -infinity],
    [[-1], nan],
    [[-5e-324], nan],
    [[-infinity], nan],
    [[infinity], infinity],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'log1p',
  fill: 'fillLog1p',
  exact: [
    [[0], 0],
    [[-0], -0],
    [[5e-324], 5e-324],
    [[-5e-324], -5e-324],
    [[1], Math.LN2],
    [[-1], -infinity],
    [[-1.0000000000000002], nan],
    [[-infinity], nan],
    [[infinity], infinity],
    [[nan], nan],
  ],
});
