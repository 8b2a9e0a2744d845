// DRAW: draws from a stream whose place stands in the program's memory.

import { f64s, i32ToF64 } from '../../platform/platform';
import { fillExponential, fillExponentialF32 } from '../draw/exponential';
import { fillNormal, fillNormalF32 } from '../draw/normal';
import { fillUniform, fillUniformF32 } from '../draw/uniform';
import { DRAW_NORMAL, DRAW_UNIFORM } from './opcodes';
import { word } from './operand';

/** DRAW: n kind, a dst, n count, a source, n words after it, n single */
export function draw(pc: usize): usize {
  const kind = word(pc, 1);
  const to = word(pc, 2) as usize;
  const n = word(pc, 3);
  const source = word(pc, 4) as usize;
  const position: f64 = f64s()[(word(pc, 4) + 64) >> 3] + i32ToF64(word(pc, 5));
  if (word(pc, 6) === 0) {
    if (kind === DRAW_UNIFORM) fillUniform(source, position, n, 0, 0.0, 1.0, to);
    else if (kind === DRAW_NORMAL) fillNormal(source, position, n, 0.0, 1.0, to);
    else fillExponential(source, position, n, 1.0, to);
  } else {
    if (kind === DRAW_UNIFORM) fillUniformF32(source, position, n, 0, 0.0, 1.0, to);
    else if (kind === DRAW_NORMAL) fillNormalF32(source, position, n, 0.0, 1.0, to);
    else fillExponentialF32(source, position, n, 1.0, to);
  }
  return pc + 28;
}
