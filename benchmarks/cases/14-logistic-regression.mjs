import { logisticRows } from '../harness/logistic.mjs';
import { INSIDE, LOOP } from '../harness/models.mjs';

export default {
  title: 'Logistic regression, N = 3020, K = 3: value and gradient',
  unit: 'us per evaluation',
  elements: 1000,
  rows: logisticRows(3020, 3, 10),
  bars: [{ row: INSIDE, against: LOOP, atLeast: 2, aim: 3 }],
  limits: [{ row: INSIDE, atMost: 45, aim: 28 }],
};
