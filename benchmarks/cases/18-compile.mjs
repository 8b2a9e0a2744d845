// Tracing, differentiating and planning: what is done once for a model, before its first run.
import { compile, valueAndGrad } from '@stokast/autodiff';
import { shapesOf } from '../harness/models.mjs';
import * as eightSchools from '../models/eight-schools.mjs';
import { hierarchical } from '../models/hierarchical.mjs';
import { logistic } from '../models/logistic.mjs';

const models = {
  'eight schools': eightSchools,
  'hierarchical regression, 1000 observations': hierarchical(50, 20),
  'logistic regression, N = 3020, K = 3': logistic(3020, 3),
};

export default {
  title: 'Trace, differentiate and plan',
  unit: 'us per model',
  elements: 1000,
  rows: Object.entries(models).map(([name, { density, at }]) => ({
    name: `stokast, ${name}`,
    // A program is planned when its size is asked for.
    setup: () => () => compile(valueAndGrad(density), [shapesOf(at)]).bytes,
  })),
  limits: [
    { row: 'stokast, eight schools', atMost: 5000 },
    { row: 'stokast, hierarchical regression, 1000 observations', atMost: 50000 },
  ],
};
