// Functions of the elements of a vector: those with a twin by the kernel of the whole vector, the others one by one.

import { f64s } from '../../platform/platform';
import { fillDigamma } from '../math/digamma';
import { fillErf, fillErfc } from '../math/erf';
import { fillExp, fillExpm1 } from '../math/exp';
import { acosh, asinh, atanh, cosh, sinh } from '../math/hyperbolic';
import { acos, asin, atan } from '../math/inverse-trig';
import { fillLgamma } from '../math/lgamma';
import { fillLog, fillLog1p } from '../math/log';
import { fillSigmoid, fillSoftplus, log1mexp } from '../math/logistic';
import { fillNormalCdf, fillNormalLogCdf } from '../math/normal-cdf';
import { fillNormalQuantile } from '../math/normal-quantile';
import { polygamma, trigamma } from '../math/polygamma';
import { pow } from '../math/pow';
import { fillTanh } from '../math/tanh';
import { fillCos, fillSin, tan } from '../math/trig';
import * as op from './opcodes';
import { step, vector, word } from './operand';

/** One element of a function without a kernel of whole vectors. */
function elementOf(opcode: i32, x: f64): f64 {
  switch (opcode) {
    case op.TAN:
      return tan(x);
    case op.ASIN:
      return asin(x);
    case op.ACOS:
      return acos(x);
    case op.ATAN:
      return atan(x);
    case op.SINH:
      return sinh(x);
    case op.COSH:
      return cosh(x);
    case op.ASINH:
      return asinh(x);
    case op.ACOSH:
      return acosh(x);
    case op.ATANH:
      return atanh(x);
    case op.LOG1MEXP:
      return log1mexp(x);
    case op.TRIGAMMA:
      return trigamma(x);
    default:
      return NaN;
  }
}

/** EXP ... NORMAL_QUANTILE. */
export function unaryFunction(pc: usize, n: i32, tb: i32): usize {
  const opcode = word(pc, 0);
  const to = vector(word(pc, 1), tb);
  const a = vector(word(pc, 2), tb);
  switch (opcode) {
    case op.EXP:
      fillExp(a as usize, n, to as usize);
      break;
    case op.EXPM1:
      fillExpm1(a as usize, n, to as usize);
      break;
    case op.LOG:
      fillLog(a as usize, n, to as usize);
      break;
    case op.LOG1P:
      fillLog1p(a as usize, n, to as usize);
      break;
    case op.SIN:
      fillSin(a as usize, n, to as usize);
      break;
    case op.COS:
      fillCos(a as usize, n, to as usize);
      break;
    case op.TANH:
      fillTanh(a as usize, n, to as usize);
      break;
    case op.SIGMOID:
      fillSigmoid(a as usize, n, to as usize);
      break;
    case op.SOFTPLUS:
      fillSoftplus(a as usize, n, to as usize);
      break;
    case op.ERF:
      fillErf(a as usize, n, to as usize);
      break;
    case op.ERFC:
      fillErfc(a as usize, n, to as usize);
      break;
    case op.LGAMMA:
      fillLgamma(a as usize, n, to as usize);
      break;
    case op.DIGAMMA:
      fillDigamma(a as usize, n, to as usize);
      break;
    case op.NORMAL_CDF:
      fillNormalCdf(a as usize, n, to as usize);
      break;
    case op.NORMAL_LOG_CDF:
      fillNormalLogCdf(a as usize, n, to as usize);
      break;
    case op.NORMAL_QUANTILE:
      fillNormalQuantile(a as usize, n, to as usize);
      break;
    default: {
      const f = f64s();
      for (let i: i32 = 0; i < n; i++) f[(to >> 3) + i] = elementOf(opcode, f[(a >> 3) + i]);
    }
  }
  return pc + 12;
}

/** POW, POLYGAMMA. */
export function binaryFunction(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  const isPower = word(pc, 0) === op.POW;
  const to = vector(word(pc, 1), tb) >> 3;
  const a = vector(word(pc, 2), tb) >> 3;
  const b = vector(word(pc, 3), tb) >> 3;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  for (let i: i32 = 0; i < n; i++) {
    const x = f[a + i * ka];
    const y = f[b + i * kb];
    f[to + i] = isPower ? pow(x, y) : polygamma(x, y);
  }
  return pc + 16;
}
