import { gptRow, torchGpt, torchVae, vaeRow } from '../models/training.mjs';

const [vae1, vae2, gpt1, gpt2] = [vaeRow(1), vaeRow(2), gptRow(1), gptRow(2)];

export default {
  title:
    'Training: a step of a VAE (784-400-20, batch 128) and of a GPT (4 layers, 128 channels, 12 x 64 tokens)',
  unit: 'ms per step',
  elements: 1e6,
  rows: [vae1, vae2, torchVae, gpt1, gpt2, torchGpt],
  bars: [
    { row: vae2.name, against: vae1.name, atLeast: 1.6 },
    { row: gpt2.name, against: gpt1.name, atLeast: 1.6 },
    { row: vae1.name, against: torchVae.name, atLeast: 0.46, aim: 0.6 },
    { row: gpt1.name, against: torchGpt.name, atLeast: 0.4, aim: 0.6 },
  ],
  limits: [
    { row: vae1.name, atMost: 18 },
    { row: vae2.name, atMost: 11 },
    { row: gpt1.name, atMost: 130 },
  ],
};
