// Derivatives that a choice has made 0. What was not chosen may have an infinite or undefined derivative, and 0 times
// that is NaN: so the choice is taken out before a rule multiplies, and made again behind it. Rules are linear.
import { and, cast, expand, not, reshape, where } from './functions/index.ts';
import { numberIn } from './record.ts';
import type { DType } from './shape.ts';
import type { Tensor } from './tensor.ts';

/** A derivative is kept where the condition holds, or where it does not; elsewhere it is 0. */
interface Mask {
  readonly condition: Tensor;
  readonly holds: boolean;
}

/** A derivative as one that is chosen in no place, and the choices to be made, the outermost first. */
interface Unmasked {
  readonly bare: Tensor;
  readonly masks: readonly Mask[];
}

/** Where a choice keeps the derivative, as 1 and 0. */
function truthOf({ condition, holds }: Mask, dtype: DType): Tensor {
  const truth = holds ? not(not(condition)) : not(condition);
  return cast(truth, dtype);
}

/** More choices than these are made as one: a chain of n of them would be made again n times. */
const MOST = 8;

/** Takes the choices out of a derivative. */
export function unmask(cotangent: Tensor): Unmasked {
  const { bare, masks } = peel(cotangent);
  if (masks.length <= MOST) return { bare, masks };
  const truths = masks.map((each) => truthOf(each, bare.dtype));
  return { bare, masks: [{ condition: truths.reduce((a, b) => and(a, b)), holds: true }] };
}

function peel(cotangent: Tensor): Unmasked {
  const { operation, inputs, shape } = cotangent;
  if (operation === 'where') {
    const [condition, a, b] = inputs;
    const holds = numberIn(b) === 0;
    if (holds || numberIn(a) === 0) {
      const { bare, masks } = peel(holds ? a : b);
      return { bare, masks: [{ condition, holds }, ...masks] };
    }
  }
  if (operation === 'expand' || operation === 'reshape') {
    const { bare, masks } = peel(inputs[0]);
    const again = (x: Tensor): Tensor => (operation === 'expand' ? expand(x, shape) : reshape(x, shape));
    if (masks.length > 0) {
      return {
        bare: again(bare),
        masks: masks.map(({ condition, holds }) => ({ condition: again(condition), holds })),
      };
    }
  }
  return { bare: cotangent, masks: [] };
}

/** Makes the choices again, of what a conversion may have made of another type. */
export const mask = (part: Tensor, masks: readonly Mask[]): Tensor =>
  masks.reduceRight((x, { condition, holds }) => {
    const own: Tensor =
      condition.dtype === x.dtype ? condition : truthOf({ condition, holds: true }, x.dtype);
    return holds ? where(own, x, 0) : where(own, 0, x);
  }, part);
