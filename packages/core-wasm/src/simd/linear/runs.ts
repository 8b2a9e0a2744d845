// @ts-nocheck: AssemblyScript
// Runs in vectors. Twin of kernels/linear/runs.ts.

export function copyRuns(to: i32, toNext: i32, from: i32, fromNext: i32, count: i32, bytes: i32): void {
  for (; count > 0; count--, to += toNext, from += fromNext) {
    if (bytes >= 16) {
      // The last vector reaches back over what the one before has copied.
      const last = bytes - 16;
      for (let at = 0; at < last; at += 16) v128.store(to + at, v128.load(from + at));
      v128.store(to + last, v128.load(from + last));
    } else {
      let at = 0;
      if (bytes & 8) {
        store<i64>(to, load<i64>(from));
        at = 8;
      }
      if (bytes & 4) store<i32>(to + at, load<i32>(from + at));
    }
  }
}

// @ts-ignore: decorator
@inline function add<T>(to: i32, toNext: i32, from: i32, fromNext: i32, count: i32, bytes: i32): void {
  for (; count > 0; count--, to += toNext, from += fromNext) {
    let at = 0;
    for (; at + 16 <= bytes; at += 16) {
      v128.store(to + at, v128.add<T>(v128.load(to + at), v128.load(from + at)));
    }
    for (; at < bytes; at += <i32>sizeof<T>()) store<T>(to + at, load<T>(to + at) + load<T>(from + at));
  }
}

export function addRuns(to: i32, toNext: i32, from: i32, fromNext: i32, count: i32, bytes: i32): void {
  add<f64>(to, toNext, from, fromNext, count, bytes);
}

export function addRuns32(to: i32, toNext: i32, from: i32, fromNext: i32, count: i32, bytes: i32): void {
  add<f32>(to, toNext, from, fromNext, count, bytes);
}
