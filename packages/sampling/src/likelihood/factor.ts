// Small symmetric positive definite systems: Cholesky's factor, and what is solved with it.

/** Lower factor of a matrix [n, n], row-major; the row at which it is not positive definite, where it is not. */
export function factorise(matrix: Float64Array, n: number): Float64Array | number {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (i !== j) l[i * n + j] = sum / l[j * n + j];
      // What is left of a diagonal entry when it was nothing but rounding is no curvature.
      else if (sum > matrix[i * n + i] * n * 2.220446049250313e-16) l[i * n + i] = Math.sqrt(sum);
      else return i;
    }
  }
  return l;
}

/** Solves l l^T x = b in place. */
export function solve(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) b[i] -= l[i * n + k] * b[k];
    b[i] /= l[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i] -= l[k * n + i] * b[k];
    b[i] /= l[i * n + i];
  }
}
