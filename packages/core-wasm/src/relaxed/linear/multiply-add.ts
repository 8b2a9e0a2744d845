// @ts-nocheck: AssemblyScript
// The matrix product's operation in the relaxed build. Lies over simd/linear/multiply-add.ts.

/** sum + x * y of each lane: where the machine can, rounded once; else product and sum rounded on their own. */
// @ts-ignore: decorator
@inline export function multiplyAdd<T>(x: v128, y: v128, sum: v128): v128 {
  return v128.relaxed_madd<T>(x, y, sum);
}
