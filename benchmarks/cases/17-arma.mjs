import { INSIDE, modelRows } from '../harness/models.mjs';
import * as arma from '../models/arma.mjs';

export default {
  title: 'ARMA(1, 1), 200 steps: value and gradient',
  unit: 'ns per evaluation',
  elements: 1,
  rows: modelRows(arma),
  limits: [{ row: INSIDE, atMost: 2000 }],
};
