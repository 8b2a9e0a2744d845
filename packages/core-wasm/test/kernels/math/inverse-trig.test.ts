import { mathKernel } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

mathKernel({
  name: 'asin',
  exact: [
    [[0], 0],
    [[-0], -0],
    [[5e-324], 5e-324],
    [[0.5], 0.5235987755982989],
    [[1], Math.PI / 2],
    [[-1], -Math.PI / 2],
    [[1.0000000000000002], nan],
    [[-infinity], nan],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'acos',
  exact: [
    [[0], Math.PI / 2],
    [[-0], Math.PI / 2],
    [[1], 0],
    [[-1], Math.PI],
    // sqrt(2^-52) (1 + 2^-53 / 12)
    [[1 - 2 ** -53], 2 ** -26],
    [[-1.0000000000000002], nan],
    [[infinity], nan],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'atan',
  exact: [
    [[0], 0],
    [[-0], -0],
    [[5e-324], 5e-324],
    [[1], Math.PI / 4],
    [[-1], -Math.PI / 4],
    [[1e300], Math.PI / 2],
    [[infinity], Math.PI / 2],
    [[-infinity], -Math.PI / 2],
    [[nan], nan],
  ],
});
