// @ts-nocheck: AssemblyScript
// What the engines' twins share.

/** Four rows of four lanes, transposed and stored `stride` bytes apart. */
// @ts-ignore: decorator
@inline export function storeTransposed(out: usize, stride: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(ab0, cd0, 0, 2));
  v128.store(out + stride, v128.shuffle<i64>(ab0, cd0, 1, 3));
  v128.store(out + 2 * stride, v128.shuffle<i64>(ab1, cd1, 0, 2));
  v128.store(out + 3 * stride, v128.shuffle<i64>(ab1, cd1, 1, 3));
}
