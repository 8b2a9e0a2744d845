// @ts-nocheck: AssemblyScript
// Sums of rows, columns in vectors: four vectors of sums stay in registers while all rows pass.
// Twin of kernels/linear/add-rows.ts.

// @ts-ignore: decorator
@inline function all<T>(at: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(at) : v128.load64_splat(at);
}

/** Strides in bytes; `flip` is the sign bit of every lane where the products are taken away, else 0. */
function add<T>(
  to: usize, a: usize, stride: usize, x: usize, xStride: usize, rows: i32, columns: i32, flip: v128, fresh: i32,
): void {
  const zero = i64x2.splat(0);
  let left = columns * <i32>sizeof<T>();
  for (; left >= 64; left -= 64, to += 64, a += 64) {
    let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
    if (fresh == 0) {
      s0 = v128.load(to); s1 = v128.load(to, 16); s2 = v128.load(to, 32); s3 = v128.load(to, 48);
    }
    let from = a, by = x;
    for (let r = rows; r > 0; r--, from += stride, by += xStride) {
      const y = v128.xor(all<T>(by), flip);
      s0 = v128.add<T>(s0, v128.mul<T>(v128.load(from), y));
      s1 = v128.add<T>(s1, v128.mul<T>(v128.load(from, 16), y));
      s2 = v128.add<T>(s2, v128.mul<T>(v128.load(from, 32), y));
      s3 = v128.add<T>(s3, v128.mul<T>(v128.load(from, 48), y));
    }
    v128.store(to, s0); v128.store(to, s1, 16); v128.store(to, s2, 32); v128.store(to, s3, 48);
  }
  for (; left >= 16; left -= 16, to += 16, a += 16) {
    let s = fresh == 0 ? v128.load(to) : zero;
    let from = a, by = x;
    for (let r = rows; r > 0; r--, from += stride, by += xStride) {
      s = v128.add<T>(s, v128.mul<T>(v128.load(from), v128.xor(all<T>(by), flip)));
    }
    v128.store(to, s);
  }
  for (; left > 0; left -= sizeof<T>(), to += sizeof<T>(), a += sizeof<T>()) {
    let s: v128 = fresh == 0 ? all<T>(to) : zero;
    let from = a, by = x;
    for (let r = rows; r > 0; r--, from += stride, by += xStride) {
      s = v128.add<T>(s, v128.mul<T>(all<T>(from), v128.xor(all<T>(by), flip)));
    }
    if (sizeof<T>() == 4) v128.store32_lane(to, s, 0);
    else v128.store64_lane(to, s, 0);
  }
}

/** As the portable form says. */
export function addRows(
  to: usize, a: usize, stride: i32, x: usize, xStride: i32, rows: i32, columns: i32, sign: f64, fresh: i32,
): void {
  const flip = v128.and(f64x2.splat(sign), f64x2.splat(-0.0));
  add<f64>(to, a, stride << 3, x, xStride << 3, rows, columns, flip, fresh);
}

/** to[c] = the sum of a[r, c] x[r] for ascending r from +0; strides in bytes. */
export function combine<T>(
  to: usize, a: usize, stride: usize, x: usize, xStride: usize, rows: i32, columns: i32,
): void {
  add<T>(to, a, stride, x, xStride, rows, columns, i64x2.splat(0), 1);
}

export function combine32(
  to: usize, a: usize, stride: i32, x: usize, xStride: i32, rows: i32, columns: i32,
): void {
  combine<f32>(to, a, stride << 2, x, xStride << 2, rows, columns);
}
