// Programs from plain data.
import { rangeFault } from '@stokast/core-wasm/errors';
import { faultsOf } from './explain/verify.ts';
import { insideOf, type Program, programOf } from './program.ts';
import type { ProgramData } from './serialise/format.ts';
import { readProgram } from './serialise/read.ts';

const WHAT = 'Cannot read a program';
/** What a machine has at most. */
const MEMORY = 1073741824;

/**
 * The program that `toJSON` wrote, here or elsewhere: it gives the same bits. The data may come from anywhere: every
 * node is checked, and what no program can be is refused with a RangeError or TypeError that names the place.
 *
 * ```ts
 * import { compile, fromJSON } from '@stokast/autodiff';
 * const text = JSON.stringify(compile((x) => x.mul(2), [[2]]));
 * fromJSON(JSON.parse(text))([1, 2]) //=> Float64Array(2) [ 2, 4 ]
 * ```
 */
// biome-ignore lint/suspicious/noExplicitAny: of a program that comes as data, nothing is known while compiling
export function fromJSON<A extends readonly unknown[] = any[], R = any>(program: ProgramData): Program<A, R> {
  const made: Program<A, R> = programOf(readProgram(program));
  const { plan } = insideOf(made as never);
  if (plan.bytes > MEMORY)
    throw rangeFault(
      WHAT,
      'program',
      `${plan.bytes} bytes`,
      'one that needs at most 1 GiB',
      'STOKAST_E_MEMORY',
    );
  const [fault] = faultsOf(plan);
  if (fault) throw rangeFault(WHAT, 'program', fault, 'one that stays in its memory');
  return made;
}
