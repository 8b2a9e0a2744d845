import { mathKernel } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

mathKernel({
  name: 'sigmoid',
  fill: 'fillSigmoid',
  exact: [
    [[0], 0.5],
    [[-0], 0.5],
    [[40], 1],
    [[-800], 0],
    [[infinity], 1],
    [[-infinity], 0],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'softplus',
  fill: 'fillSoftplus',
  exact: [
    [[0], Math.LN2],
    [[800], 800],
    [[-800], 0],
    [[infinity], infinity],
    [[-infinity], 0],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'log1mexp',
  exact: [
    [[0], -infinity],
    [[-800], -0],
    [[-infinity], -0],
    [[1], nan],
    [[infinity], nan],
    [[nan], nan],
  ],
});
