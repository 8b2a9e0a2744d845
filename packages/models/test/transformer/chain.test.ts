// Text from a Markov chain that is known: no model can predict it better than its entropy, and a transformer must come near
// that, with the chain's own probabilities.
import { Categorical, type Stream, stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { transformer } from '../../src/index.ts';

/** p(next | last two are equal or not, last): depends on two symbols, so that a table of pairs is not enough. */
const symbols = ['a', 'b', 'c'];
const same = [
  [0.1, 0.8, 0.1],
  [0.1, 0.1, 0.8],
  [0.6, 0.2, 0.2],
];
const other = [
  [0.7, 0.2, 0.1],
  [0.2, 0.5, 0.3],
  [0.05, 0.05, 0.9],
];
const rowAfter = (text: string): number[] => {
  const [x, y] = [text.at(-2), text.at(-1)];
  return (x === y ? same : other)[symbols.indexOf(y as string)];
};

function drawn(n: number, s: Stream): string {
  let text = 'ab';
  const rows = new Map([...same, ...other].map((row) => [row, Categorical({ probabilities: row })]));
  while (text.length < n) text += symbols[rows.get(rowAfter(text))!.sample(s)];
  return text;
}

test('a chain is learnt: its entropy, and its probabilities', async () => {
  const [train, heldOut] = [drawn(20_000, stream('train')), drawn(5000, stream('held out'))];
  const config = { nLayer: 1, nHead: 2, nEmbd: 16, blockSize: 8, learningRate: 0.02, warmupIters: 20 };
  const model = await transformer(config).fit(train, { stream: stream('fit'), steps: 400, batchSize: 32 });
  let nats = 0;
  for (let i = 2; i < heldOut.length; i++)
    nats -= Math.log(rowAfter(heldOut.slice(i - 2, i))[symbols.indexOf(heldOut[i])]);
  const best = nats / (heldOut.length - 2); // what who knows the chain reaches on this text
  const reached = model.evaluate(heldOut).crossEntropy;
  expect(reached).toBeGreaterThan(best - 0.001);
  expect(reached).toBeLessThan(best + 0.02);
  let error = 0;
  for (let i = 100; i < 160; i++) {
    const { probabilities } = model.next(heldOut.slice(0, i));
    for (const [k, q] of rowAfter(heldOut.slice(0, i)).entries())
      error += Math.abs(probabilities[k] - q) / 180;
  }
  expect(error).toBeLessThan(0.04);
});
