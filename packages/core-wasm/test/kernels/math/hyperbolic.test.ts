import { mathKernel } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

mathKernel({
  name: 'sinh',
  exact: [
    [[0], 0],
    [[-0], -0],
    [[5e-324], 5e-324],
    [[710.4758600739439], 1.7976931348621744e308],
    [[710.475860073944], infinity],
    [[infinity], infinity],
    [[-infinity], -infinity],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'cosh',
  exact: [
    [[0], 1],
    [[-0], 1],
    [[1e-9], 1],
    [[-710.475860073944], infinity],
    [[infinity], infinity],
    [[-infinity], infinity],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'asinh',
  exact: [
    [[0], 0],
    [[-0], -0],
    [[5e-324], 5e-324],
    // 1025 ln 2
    [[1.7976931348623157e308], 710.475860073944],
    [[infinity], infinity],
    [[-infinity], -infinity],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'acosh',
  exact: [
    [[1], 0],
    [[1 + 2 ** -52], 2.1073424255447014e-8],
    [[0.9999999999999999], nan],
    [[-2], nan],
    [[1.7976931348623157e308], 710.475860073944],
    [[infinity], infinity],
    [[-infinity], nan],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'atanh',
  exact: [
    [[0], 0],
    [[-0], -0],
    [[5e-324], 5e-324],
    [[1], infinity],
    [[-1], -infinity],
    [[-1.0000000000000002], nan],
    [[infinity], nan],
    [[nan], nan],
  ],
});
