import { mathKernel } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

mathKernel({
  name: 'exp',
  fill: 'fillExp',
  exact: [
    [[0], 1],
    [[-0], 1],
    [[1], Math.E],
    [[709.782712893384], 1.7976931348622732e308],
    [[709.7827128933841], infinity],
    [[-745.1332191019411], 5e-324],
    [[-745.1332191019412], 0],
    [[infinity], infinity],
    [[-infinity], 0],
    [[1e300], infinity],
    [[-1e300], 0],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'expm1',
  fill: 'fillExpm1',
  exact: [
    [[0], 0],
    [[-0], -0],
    [[5e-324], 5e-324],
    [[-50], -1],
    [[infinity], infinity],
    [[-infinity], -1],
    [[nan], nan],
  ],
});
