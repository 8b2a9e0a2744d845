// Run as a process of its own: a training with workers that is not closed.
import { sgd } from '@stokast/autodiff';
import { stream } from '@stokast/sampling';
import { startTraining } from '../../dist/train/trainer.js';

const weights = { w: { shape: [4], init: { kind: 'constant', value: 1 } } };
const loss = ({ w }, { batch }) => ({ loss: batch.x.mul(w).square().mean() });
const phase = { name: 'a', trains: ['w'], loss, optimizer: sgd({ learningRate: 0.1 }) };
const recipe = {
  kind: 'small',
  config: {},
  defaults: { batchSize: 4, steps: 9 },
  model: (x) => x,
  batches: () => ({ size: 4, perEpoch: 3, fill: (i, { x }) => x.fill(i + 1) }),
  objective: () => ({ weights, example: { x: [4] }, phases: [phase] }),
};
const training = startTraining(recipe, 0, { stream: stream(1), workers: 2 });
await training.step();
console.log((await training.step()).loss);
