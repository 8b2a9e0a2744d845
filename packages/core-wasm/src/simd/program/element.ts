// @ts-nocheck: AssemblyScript
// Which elements numbers of the program's name, inlined. Twin of kernels/program/element.ts.

/** 2^52 in both lanes: an integer in [0, 2^52) that is added to it stands in the low bits. */
const SHIFT: usize = memory.data<f64>([4503599627370496.0, 4503599627370496.0], 16);

/** In the low word of each lane the index when it is an integer in [0, size), else -1; `size` is in both lanes. */
// @ts-ignore: decorator
@inline export function elements(x: v128, size: v128): v128 {
  const shift = v128.load(SHIFT);
  const shifted = f64x2.add(x, shift);
  const broken = f64x2.ne(f64x2.sub(shifted, shift), x);
  return v128.or(shifted, v128.or(broken, v128.or(f64x2.lt(x, f64x2.splat(0)), f64x2.ge(x, size))));
}

/** The index `x` when it is an integer in [0, size), else -1. */
// @ts-ignore: decorator
@inline export function element(x: f64, size: i32): i32 {
  return i32x4.extract_lane(elements(f64x2.splat(x), f64x2.splat(<f64>size)), 0);
}
