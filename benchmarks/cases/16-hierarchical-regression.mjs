import { INSIDE, modelRows } from '../harness/models.mjs';
import { hierarchical } from '../models/hierarchical.mjs';

const [groups, each] = [1000, 20];
const elements = groups * each;

export default {
  title: 'Hierarchical regression, 1000 groups of 20: value and gradient',
  unit: 'ns per observation',
  elements,
  rows: modelRows({ ...hierarchical(groups, each), elements, runs: 10 }),
  limits: [{ row: INSIDE, atMost: 6, aim: 2.5 }],
};
