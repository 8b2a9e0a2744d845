// Elements by their number, and sums into them.
import { gather, scatterAdd } from '../functions/indexing.ts';
import { type Shape, sameShape, shapeFault } from '../shape.ts';
import type { Operation } from './operation.ts';

export const indexing: Readonly<Record<string, Operation>> = {
  gather: {
    infer: ([table, index]) => ({ shape: [...index.shape, ...table.shape.slice(1)], dtype: table.dtype }),
    pullback: ({ inputs: [table, index], cotangent, needs }) => [
      needs[0] ? scatterAdd(index, cotangent, table.shape) : undefined,
    ],
  },
  scatterAdd: {
    infer([index, values], attributes) {
      const shape = attributes.shape as Shape;
      const expected = [...index.shape, ...shape.slice(1)];
      if (!sameShape(values.shape, expected)) {
        throw shapeFault(
          'scatterAdd',
          [index.shape, values.shape],
          `values of shape [${expected.join(', ')}]`,
        );
      }
      return { shape, dtype: values.dtype };
    },
    pullback: ({ inputs: [index], cotangent }) => [undefined, gather(cotangent, index)],
  },
};
