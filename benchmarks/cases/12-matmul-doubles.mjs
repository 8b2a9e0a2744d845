import { matmulLimits, matmulRows, RATE } from '../harness/matmul.mjs';

export default {
  title: 'Matrix products, f64',
  unit: 'ns per multiply-add',
  rate: RATE,
  rows: matmulRows('f64'),
  limits: matmulLimits(15, 19),
};
