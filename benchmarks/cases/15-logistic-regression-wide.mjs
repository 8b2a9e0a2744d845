import { INSIDE, modelRows } from '../harness/models.mjs';
import { logistic, numpyRow } from '../models/logistic.mjs';

export default {
  title: 'Logistic regression, N = 5000, K = 20: value and gradient',
  unit: 'us per evaluation',
  elements: 1000,
  rows: [...modelRows({ ...logistic(5000, 20), elements: 1000, runs: 10 }), numpyRow(5000, 20)],
  limits: [{ row: INSIDE, atMost: 120, aim: 80 }],
};
