import { INSIDE, LOOP, modelRows } from '../harness/models.mjs';
import { logistic, numpyRow } from '../models/logistic.mjs';

export default {
  title: 'Logistic regression, N = 3020, K = 3: value and gradient',
  unit: 'us per evaluation',
  elements: 1000,
  rows: [...modelRows({ ...logistic(3020, 3), elements: 1000, runs: 10 }), numpyRow(3020, 3)],
  bars: [{ row: INSIDE, against: LOOP, atLeast: 2, aim: 3 }],
  limits: [{ row: INSIDE, atMost: 45, aim: 28 }],
};
