import { logisticRows } from '../harness/logistic.mjs';
import { INSIDE } from '../harness/models.mjs';

export default {
  title: 'Logistic regression, N = 5000, K = 20: value and gradient',
  unit: 'us per evaluation',
  elements: 1000,
  rows: logisticRows(5000, 20, 10),
  limits: [{ row: INSIDE, atMost: 120, aim: 80 }],
};
