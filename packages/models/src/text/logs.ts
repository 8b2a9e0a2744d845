// Logarithms of probabilities.
import { machine, SCRATCH_BYTES } from '@stokast/core-wasm';

/** log of the first elements of `p`, as many as `out` has. */
export function logsOf(p: Float64Array, out: Float32Array): Float32Array {
  const m = machine();
  const chunk = SCRATCH_BYTES >> 3;
  const start = m.scratch >> 3;
  for (let done = 0; done < out.length; done += chunk) {
    const n = Math.min(chunk, out.length - done);
    m.f64.set(p.subarray(done, done + n), start);
    m.kernels.fillLog(m.scratch, n, m.scratch);
    out.set(m.f64.subarray(start, start + n), done);
  }
  return out;
}
