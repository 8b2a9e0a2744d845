// What is compared between engines of @stokast/autodiff: programs that between them use every function and every
// instruction, as doubles and singles, with their derivatives, as traced and by way of JSON.
import { missing } from './autodiff/api.mjs';
import * as derivatives from './autodiff/derivatives.mjs';
import * as elementwise from './autodiff/elementwise.mjs';
import * as layers from './autodiff/layers.mjs';
import * as linear from './autodiff/linear.mjs';
import * as models from './autodiff/models.mjs';
import * as movement from './autodiff/movement.mjs';
import * as random from './autodiff/random.mjs';
import * as reductions from './autodiff/reductions.mjs';
import * as scans from './autodiff/scans.mjs';
import * as training from './autodiff/training.mjs';
import * as transforms from './autodiff/transforms.mjs';

export { missing };

const topics = {
  elementwise,
  movement,
  reductions,
  linear,
  layers,
  scans,
  random,
  derivatives,
  training,
  transforms,
  models,
};

/** `topic: case` -> work. */
export const cases = {};
for (const [topic, suite] of Object.entries(topics)) {
  for (const [name, work] of Object.entries(suite.cases)) cases[`${topic}: ${name}`] = work;
}
