// Data and files: points of every target, digits, IDX, safetensors.
import { stream } from '@stokast/sampling';

const line = (label) => `${Array.from({ length: 64 }, (_, i) => (i * 7 + label) % 17).join()},${label}\n`;

export const casesOf = (api) => ({
  targets: () => Object.entries(api.targets).map(([name, target]) => target.sample(stream(name), 500)),
  'digits, cut and shuffled': () => {
    const digits = api.parseDigits([3, 1, 4, 5].map(line).join(''));
    const mixed = api.shuffleImages(api.sliceImages(digits, 1, 4), stream('order'));
    return [digits.images, mixed.images, Float64Array.from(mixed.labels)];
  },
  readIdx: () => {
    const { shape, data } = api.readIdx(Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 1, 0x40, 0x49, 0x0f, 0xdb));
    return [String(shape), data];
  },
  safetensors: () => {
    const bytes = api.writeSafetensors(
      new Map([
        ['å', { shape: [2], data: Float32Array.of(1, -0) }],
        ['a', { shape: [], data: BigInt64Array.of(-7n) }],
      ]),
      { b: '"', a: '1' },
    );
    const { tensors, metadata } = api.readSafetensors(bytes);
    return [bytes, [...tensors.keys()].join(), tensors.get('å').data, JSON.stringify(metadata)];
  },
});
