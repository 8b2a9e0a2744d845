// Rotary position embedding (Su, Lu, Pan, Murtadha, Wen and Liu 2021): queries and keys are turned by angles that grow
// with their position, so that their product depends on the distance of the two alone.
//
//     (x[i], x[i + d/2]) turned by position 10000^(-2 i / d),   i < d/2
//
// The pairs are half a head apart, as in GPT-NeoX and in the models of Hugging Face; in the paper they are neighbours.
import { add, cast, concat, cos, exp, mul, reshape, sin, split, sub, type Tensor } from '@stokast/autodiff';

/** log(10000) */
const LOG_BASE = 9.210340371976184;

/** cos and sin of the angles at some positions, each [positions, size / 2] of singles. */
export interface Angles {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/** The angles of heads of `size` channels at `positions`, [n] of doubles. */
export function anglesAt(positions: Tensor | Float64Array, size: number): Angles {
  const exponents = Float64Array.from({ length: size / 2 }, (_, i) => (-2 * i) / size);
  const turns = exp(mul(exponents, LOG_BASE)) as Tensor; // [size / 2]
  const angles = mul(reshape(positions, [positionsIn(positions), 1]), turns); // [n, size / 2]
  return { cos: cast(cos(angles), 'f32') as Tensor, sin: cast(sin(angles), 'f32') as Tensor };
}

const positionsIn = (positions: Tensor | Float64Array): number =>
  positions instanceof Float64Array ? positions.length : positions.shape[0];

/** Heads with each row turned by the angles of its position: [..., positions, size] -> the same */
export function applyRotary({ cos, sin }: Angles, x: Tensor): Tensor {
  const [a, b] = split(x, 2, -1) as readonly Tensor[]; // [..., positions, size / 2] each
  return concat([sub(mul(a, cos), mul(b, sin)), add(mul(b, cos), mul(a, sin))], -1) as Tensor;
}
