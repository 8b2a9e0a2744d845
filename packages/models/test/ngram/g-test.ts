// The G-test of counts against probabilities, row by row.

/**
 * The probability, if `expected` is right, of a G statistic at least as large as that of `counts`, summed over rows.
 * Cells with less than 5 expected are pooled within their row.
 */
export function gTest(
  counts: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): number {
  let g = 0;
  let freedom = 0;
  counts.forEach((row, r) => {
    const n = row.reduce((a, b) => a + b, 0);
    const cells: [number, number][] = [];
    let pool: [number, number] = [0, 0];
    row.forEach((count, i) => {
      const cell: [number, number] = [count, n * expected[r][i]];
      if (cell[1] < 5) pool = [pool[0] + cell[0], pool[1] + cell[1]];
      else cells.push(cell);
    });
    if (pool[1] >= 5) cells.push(pool);
    else if (cells.length > 0) cells[0] = [cells[0][0] + pool[0], cells[0][1] + pool[1]];
    for (const [count, mean] of cells) if (count > 0) g += 2 * count * Math.log(count / mean);
    freedom += Math.max(0, cells.length - 1);
  });
  return chiSquaredTail(g, freedom);
}

/** P(chi-squared > x) by the cube-root approximation (Wilson and Hilferty 1931): good to a few per cent at 1e-9. */
function chiSquaredTail(x: number, k: number): number {
  const z = (Math.cbrt(x / k) - (1 - 2 / (9 * k))) / Math.sqrt(2 / (9 * k));
  if (z < 0) return 1 - normalTail(-z);
  return normalTail(z);
}

/** P(Z > z) for z >= 0, by the continued fraction (Laplace), or 0.5 at most near 0. */
function normalTail(z: number): number {
  let fraction = z;
  for (let i = 400; i > 0; i--) fraction = z + i / fraction;
  return Math.min(0.5, Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / Math.max(fraction, 1e-300));
}
