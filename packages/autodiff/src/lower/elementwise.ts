// Elementwise operations and their opcodes.
import * as code from '@stokast/core-wasm/opcodes';

/** Arithmetic: for doubles, and with SINGLE added for singles. */
export const ARITHMETIC: Readonly<Record<string, number>> = {
  add: code.ADD,
  sub: code.SUB,
  mul: code.MUL,
  div: code.DIV,
  minimum: code.MIN,
  maximum: code.MAX,
  equal: code.EQUAL,
  less: code.LESS,
  lessEqual: code.LESS_EQUAL,
  where: code.WHERE,
  neg: code.NEG,
  abs: code.ABS,
  sqrt: code.SQRT,
  sign: code.SIGN,
  floor: code.FLOOR,
  ceil: code.CEIL,
  round: code.ROUND,
  square: code.SQUARE,
};

/** Instructions on one double at a fixed address. */
export const ONE: Readonly<Record<string, number>> = {
  add: code.ADD_ONE,
  sub: code.SUB_ONE,
  mul: code.MUL_ONE,
  div: code.DIV_ONE,
  neg: code.NEG_ONE,
  square: code.SQUARE_ONE,
  exp: code.EXP_ONE,
  log: code.LOG_ONE,
};

/** Functions: for doubles only, and no operand is one number for all. */
export const FUNCTIONS: Readonly<Record<string, number>> = {
  exp: code.EXP,
  expm1: code.EXPM1,
  log: code.LOG,
  log1p: code.LOG1P,
  sin: code.SIN,
  cos: code.COS,
  tan: code.TAN,
  asin: code.ASIN,
  acos: code.ACOS,
  atan: code.ATAN,
  sinh: code.SINH,
  cosh: code.COSH,
  tanh: code.TANH,
  asinh: code.ASINH,
  acosh: code.ACOSH,
  atanh: code.ATANH,
  sigmoid: code.SIGMOID,
  softplus: code.SOFTPLUS,
  log1mexp: code.LOG1MEXP,
  erf: code.ERF,
  erfc: code.ERFC,
  lgamma: code.LGAMMA,
  digamma: code.DIGAMMA,
  trigamma: code.TRIGAMMA,
  normalCdf: code.NORMAL_CDF,
  logNormalCdf: code.NORMAL_LOG_CDF,
  normalQuantile: code.NORMAL_QUANTILE,
  pow: code.POW,
  polygamma: code.POLYGAMMA,
};

/** Does the operation make each element from those at its place? */
export const isElementwise = (operation: string): boolean =>
  operation in ARITHMETIC || operation in FUNCTIONS || operation === 'density';
