// @ts-nocheck: AssemblyScript
// Bytes from one place to another, 16 at a time. Twin of kernels/program/copy.ts.

/** Copies `bytes` bytes. */
export function copy(to: usize, from: usize, bytes: i32): void {
  // The engine's own copy is a call into C: it pays from about a kilobyte on.
  if (bytes > 1024) {
    memory.copy(to, from, bytes);
    return;
  }
  const end = to + bytes;
  const offset = from - to;
  for (const whole = end - 15; to < whole; to += 16) v128.store(to, v128.load(to + offset));
  if (bytes & 8) {
    store<i64>(to, load<i64>(to + offset));
    to += 8;
  }
  if (bytes & 4) store<i32>(to, load<i32>(to + offset));
}

/** Sets `bytes` bytes to 0. */
export function zero(to: usize, bytes: i32): void {
  if (bytes > 1024) {
    memory.fill(to, 0, bytes);
    return;
  }
  const end = to + bytes;
  for (const whole = end - 15; to < whole; to += 16) v128.store(to, i64x2.splat(0));
  if (bytes & 8) {
    store<i64>(to, 0);
    to += 8;
  }
  if (bytes & 4) store<i32>(to, 0);
}
