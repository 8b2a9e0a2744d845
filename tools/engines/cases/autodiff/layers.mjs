// Layers of neural networks: windows over images, normalisations, attention.
import { api, dataFor, derived } from './api.mjs';

const images = [2, 7, 6, 3];
/** A case of a function of tensors of these shapes. */
const of = (seed, shapes, fn, options) => () => derived(fn, shapes, dataFor(shapes, seed), options);

export const cases = {
  'conv2d, valid': of(80, [images, [3, 2, 3, 4]], (x, k) => api.conv2d(x, k), { second: true }),
  'conv2d, same and strided': of(82, [images, [3, 3, 3, 2]], (x, k) =>
    api.conv2d(x, k, { padding: 'same', stride: [2, 1] }),
  ),
  'conv2d, padded': of(84, [images, [2, 3, 3, 2]], (x, k) =>
    api.conv2d(x, k, { padding: [1, 2], stride: 3 }),
  ),
  'conv2d of many images, some at a time': of(
    94,
    [
      [5, 24, 24, 3],
      [3, 3, 3, 8],
    ],
    (x, k) => api.conv2d(x, k, { padding: 'same' }),
  ),
  'conv2d of many images, singles': of(
    95,
    [
      [9, 24, 25, 3],
      [3, 3, 3, 5],
    ],
    (x, k) => api.conv2d(api.cast(x, 'f32'), api.cast(k, 'f32'), { padding: 'same' }),
  ),
  'conv2d, one by one': of(86, [images, [1, 1, 3, 5]], (x, k) => api.conv2d(x, k)),
  transposedConv2d: of(
    88,
    [
      [2, 3, 4, 3],
      [3, 3, 3, 2],
    ],
    (x, k) => api.transposedConv2d(x, k, { stride: 2 }),
  ),
  'transposedConv2d, same': of(
    90,
    [
      [1, 3, 4, 3],
      [4, 3, 3, 2],
    ],
    (x, k) => api.transposedConv2d(x, k, { padding: 'same', stride: [2, 1] }),
  ),
  'maxPool2d, averagePool2d': () =>
    ['maxPool2d', 'averagePool2d'].flatMap((name) =>
      [
        [2, {}],
        [[3, 2], { stride: [2, 1] }],
      ].flatMap(([window, options]) => of(92, [images], (x) => api[name](x, window, options))()),
    ),
  upsample2d: of(93, [images], (x) => api.upsample2d(x, [2, 3])),
  layerNorm: of(94, [[4, 30], [30], [30]], (x, scale, offset) => api.layerNorm(x, { scale, offset }), {
    second: true,
  }),
  groupNorm: of(97, [[2, 3, 3, 6], [6], [6]], (x, scale, offset) =>
    api.groupNorm(x, 3, { scale, offset, epsilon: 1e-3 }),
  ),
  attention: of(
    100,
    [
      [2, 4, 6],
      [2, 5, 6],
      [2, 5, 8],
    ],
    (q, k, v) => api.attention(q, k, v, { heads: 2 }),
    { second: true },
  ),
  'attention, causal': of(
    103,
    [
      [5, 6],
      [5, 6],
      [5, 4],
    ],
    (q, k, v) => api.attention(q, k, v, { heads: 2, causal: true }),
  ),
};
