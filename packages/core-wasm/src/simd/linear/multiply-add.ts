// @ts-nocheck: AssemblyScript
// The one operation of the matrix product's inner loop. The relaxed build lays src/relaxed/linear/multiply-add.ts over it.

/** sum + x * y of each lane, product and sum rounded on their own. */
// @ts-ignore: decorator
@inline export function multiplyAdd<T>(x: v128, y: v128, sum: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(x, y));
}
