// The promised largest error of each kernel over its reference table, in ulp. docs/accuracy.md shows what is reached.
export const bounds: Record<string, number> = {
  exp: 1,
  expm1: 1,
  log: 1,
  log1p: 1,
};
