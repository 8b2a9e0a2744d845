import { compile, f32 } from '@stokast/autodiff';
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import {
  applyConvolution,
  applyTransposedConvolution,
  convolution,
  transposedConvolution,
} from '../../src/layers/conv.ts';
import { initialWeights, mapWeights } from '../../src/train/parameters.ts';

test('images of any size halve and come back to it', () => {
  for (const [h, w] of [
    [28, 28],
    [7, 8],
    [1, 5],
  ]) {
    const down = convolution(4, 1, 3);
    const up = transposedConvolution(4, 3, 2, 2);
    const program = compile(
      (p, q, x) => {
        const small = applyConvolution(p, x, 2);
        return { small, back: applyTransposedConvolution(q, small, 2, [h, w]) };
      },
      [
        mapWeights(down, (_, { shape }) => f32(...shape)),
        mapWeights(up, (_, { shape }) => f32(...shape)),
        f32(2, h, w, 1),
      ] as never,
    ) as unknown as { outputs: readonly { shape: readonly number[] }[] };
    expect(program.outputs.map(({ shape }) => shape)).toEqual([
      [2, Math.ceil(h / 2), Math.ceil(w / 2), 3],
      [2, h, w, 2],
    ]);
  }
});

test('a kernel of one place is a dense layer over the channels', () => {
  const weights = convolution(1, 2, 3);
  const values = initialWeights(weights, stream('conv'));
  const [weight, bias] = [values.get('weight'), values.get('bias')] as Float32Array[];
  const apply = compile(
    (weight, bias, x) => applyConvolution({ weight, bias }, x),
    [f32(1, 1, 2, 3), f32(3), f32(1, 2, 2, 2)],
  );
  const x = [1, 2, -1, 0.5, 3, 0, 0, -2];
  const result = apply(weight, bias, x) as Float32Array;
  for (let place = 0; place < 4; place++)
    for (let out = 0; out < 3; out++) {
      const by = x[2 * place] * weight[out] + x[2 * place + 1] * weight[3 + out] + bias[out];
      expect(result[3 * place + out]).toBeCloseTo(by, 5);
    }
});
