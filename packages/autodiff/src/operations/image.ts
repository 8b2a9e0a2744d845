// Patches of images, and images from patches.
import { fold, patches, type Windows } from '../functions/windows.ts';
import type { Attributes, Tensor } from '../tensor.ts';
import type { Operation } from './operation.ts';

const windowsIn = (attributes: Attributes): Windows => attributes as unknown as Windows;

/** A window of one element that goes to every place of the image sees the image. */
function simplify([x]: readonly Tensor[], attributes: Attributes): Tensor | undefined {
  const { kernel, stride, pad, image, out } = windowsIn(attributes);
  const isImage = ([0, 1] as const).every(
    (axis) => kernel[axis] === 1 && stride[axis] === 1 && pad[axis] === 0 && image[axis] === out[axis],
  );
  return isImage ? x : undefined;
}

export const image: Readonly<Record<string, Operation>> = {
  patches: {
    infer([x], attributes) {
      const { kernel, out } = windowsIn(attributes);
      return { shape: [x.shape[0], ...out, kernel[0] * kernel[1] * x.shape[3]], dtype: x.dtype };
    },
    simplify,
    pullback: ({ attributes, cotangent }) => [fold(cotangent, windowsIn(attributes))],
  },
  fold: {
    infer([x], attributes) {
      const { kernel, image: size } = windowsIn(attributes);
      return { shape: [x.shape[0], ...size, x.shape[3] / (kernel[0] * kernel[1])], dtype: x.dtype };
    },
    simplify,
    pullback: ({ attributes, cotangent }) => [patches(cotangent, windowsIn(attributes))],
  },
};
