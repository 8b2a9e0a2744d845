// Nodes without inputs, and those that hand their input on.
import { cast, expand } from '../functions/index.ts';
import { numberIn, scalar } from '../record.ts';
import type { DType } from '../shape.ts';
import type { Operation } from './operation.ts';

const unrecorded: Operation = {
  infer() {
    throw new Error('leaves are made by record.ts');
  },
};

/** `identity` gives a differentiated function an argument of its own, so that what it closes over stays apart. */
export const leaves: Readonly<Record<string, Operation>> = {
  constant: unrecorded,
  input: unrecorded,
  identity: {
    infer: ([x]) => x,
    pullback: ({ cotangent }) => [cotangent],
  },
  stopGradient: {
    infer: ([x]) => x,
  },
  cast: {
    elementwise: true,
    infer: ([x], attributes) => ({ shape: x.shape, dtype: attributes.dtype as DType }),
    simplify([x], attributes, shape) {
      const dtype = attributes.dtype as DType;
      if (x.dtype === dtype) return x;
      const known = numberIn(x);
      return known === undefined ? undefined : expand(scalar(known, dtype), shape);
    },
    pullback: ({ inputs: [x], cotangent }) => [cast(cotangent, x.dtype)],
  },
};
