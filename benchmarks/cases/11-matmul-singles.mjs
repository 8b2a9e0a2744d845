import { jaxBars, matmulLimits, matmulRows, newerRows, RATE } from '../harness/matmul.mjs';

export default {
  title: 'Matrix products, f32',
  unit: 'ns per multiply-add',
  rate: RATE,
  rows: [...matmulRows('f32'), ...newerRows('f32')],
  bars: jaxBars(),
  limits: matmulLimits(30, 38),
};
