// Singular values by rotations of columns (Hestenes 1958): slow and precise, and of square roots alone.
import { NotConverged } from '@stokast/core-wasm/errors';

/** Sweeps over all pairs of columns; ten are enough for what is not made to be hard. */
const MAX_SWEEPS = 60;
const EPSILON = 2.220446049250313e-16;

/** The singular values of the matrix with these columns, which are written over; in no order. */
export function singularValues(columns: readonly Float64Array[]): Float64Array {
  const n = columns.length;
  for (let sweep = 0, turned = true; turned; sweep++) {
    if (sweep === MAX_SWEEPS) throw new NotConverged('Singular values do not converge', columns);
    turned = false;
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) if (turn(columns[i], columns[j])) turned = true;
    }
  }
  return Float64Array.from(columns, (column) => {
    let squares = 0;
    for (const x of column) squares += x * x;
    return Math.sqrt(squares);
  });
}

/** Turns two columns so that they are orthogonal; false where they are. */
function turn(p: Float64Array, q: Float64Array): boolean {
  let [a, b, c] = [0, 0, 0];
  for (let i = 0; i < p.length; i++) {
    a += p[i] * p[i];
    b += q[i] * q[i];
    c += p[i] * q[i];
  }
  if (!(Math.abs(c) > EPSILON * p.length * Math.sqrt(a * b))) return false;
  const zeta = (b - a) / (2 * c);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const cos = 1 / Math.sqrt(1 + t * t);
  const sin = cos * t;
  for (let i = 0; i < p.length; i++) {
    const x = p[i];
    p[i] = cos * x - sin * q[i];
    q[i] = sin * x + cos * q[i];
  }
  return true;
}
