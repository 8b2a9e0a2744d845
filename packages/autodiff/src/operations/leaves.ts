// Nodes without inputs, and the one that hides its input from derivatives taken outside.
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
};
