// @ts-nocheck: AssemblyScript
// Lines of a matrix (rows of a, columns of b) in the order in which the matrix product's inner loop takes them.

/** A vector of four singles from each of four lines, transposed to `to`, `step` bytes apart. */
// @ts-ignore: decorator
@inline function transpose4(to: i32, step: i32, a: v128, b: v128, c: v128, d: v128): void {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const AB = v128.shuffle<i32>(a, b, 2, 6, 3, 7), CD = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(to + step, v128.shuffle<i64>(ab, cd, 1, 3));
  v128.store(to + step * 2, v128.shuffle<i64>(AB, CD, 0, 2));
  v128.store(to + 3 * step, v128.shuffle<i64>(AB, CD, 1, 3));
}

/**
 * `count` lines (1 .. 4, the others +0) of k elements: element p of line i goes to to + p * step, i elements on.
 * Lines are `line` bytes apart, a line's elements `along`.
 */
function packFour<T>(to: i32, step: i32, from: i32, line: i32, along: i32, count: i32, k: i32): void {
  const size: i32 = sizeof<T>();
  let p = 0;
  if (count == 4) {
    if (line == size) {
      for (; p < k; p++, from += along, to += step) {
        v128.store(to, v128.load(from));
        if (sizeof<T>() == 8) v128.store(to, v128.load(from, 16), 16);
      }
      return;
    }
    if (along == size) {
      const second = line, third = 2 * line, fourth = 3 * line;
      for (; p + 16 / size <= k; p += 16 / size, from += 16, to += step * (16 / size)) {
        const a = v128.load(from), b = v128.load(from + second);
        const c = v128.load(from + third), d = v128.load(from + fourth);
        if (sizeof<T>() == 4) {
          transpose4(to, step, a, b, c, d);
        } else {
          v128.store(to, v128.shuffle<i64>(a, b, 0, 2)); v128.store(to, v128.shuffle<i64>(c, d, 0, 2), 16);
          v128.store(to + step, v128.shuffle<i64>(a, b, 1, 3)); v128.store(to + step, v128.shuffle<i64>(c, d, 1, 3), 16);
        }
      }
    }
  }
  for (; p < k; p++, from += along, to += step) {
    let at = from;
    for (let i = 0; i < 4; i++, at += line) {
      store<T>(to + i * size, i < count ? load<T>(at) : 0);
    }
  }
}

/**
 * Packs `lines` lines of k elements in panels of `width` (4 or 8), one panel after the other, each k times `width`
 * elements; the last one is filled up with +0.
 */
export function packLines<T>(
  to: i32, width: i32, from: i32, line: i32, along: i32, lines: i32, k: i32,
): void {
  const size: i32 = sizeof<T>();
  const step = width * size;
  for (let i = 0; i < lines; i += width, to += k * step) {
    for (let j = i; j < i + width; j += 4) {
      const count = min(max(lines - j, 0), 4);
      packFour<T>(to + (j - i) * size, step, from + j * line, line, along, count, k);
    }
  }
}
