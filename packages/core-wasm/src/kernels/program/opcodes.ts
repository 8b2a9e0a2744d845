// The instruction set of programs: see run.ts for what an instruction is.
//
// Operands, one word each:
//   v   a vector: address (a multiple of 8) + 1 when it moves with the loop + 2 when it is one number for all elements
//   a   an address
//   n   a number
// Vectors hold doubles; where the name ends in 32, singles. `dst` comes first and is written for the n elements of
// the loop's tile; it may be one of the sources. Behind its last element up to 60 more bytes may be written, behind
// that of a source as many are read.

// Control
/** Ends a program, or the body of a scan. */
export const END: i32 = 0;
/** n total, n tile, n shift: the instructions up to NEXT, for tiles of elements of 2^shift bytes. */
export const LOOP: i32 = 1;
/** The next tile, or what follows the loop. */
export const NEXT: i32 = 2;
/** n steps, n reverse, a counter, n bytes: runs the body of that length, which ends in END, for each step. */
export const SCAN: i32 = 3;
/** a dst, a base, n stride, n bytes, a counter: dst takes the bytes at base + step * stride. */
export const FETCH: i32 = 4;
/** a base, a src, n stride, n bytes, a counter: the bytes at base + step * stride take those at src. */
export const STASH: i32 = 5;
/** a dst, a src, n bytes. */
export const COPY: i32 = 6;
/** a dst, n bytes. */
export const ZERO: i32 = 7;

// One double each, at fixed addresses: a dst, a a, a b
/** a + b */
export const ADD_ONE: i32 = 8;
/** a - b */
export const SUB_ONE: i32 = 9;
/** a * b */
export const MUL_ONE: i32 = 10;
/** a / b */
export const DIV_ONE: i32 = 11;
/** a dst, a a: and so the three after it. */
export const NEG_ONE: i32 = 12;
/** a * a */
export const SQUARE_ONE: i32 = 13;
/** exp(a) */
export const EXP_ONE: i32 = 14;
/** log(a) */
export const LOG_ONE: i32 = 15;

// Arithmetic: v dst, v a, v b
/** a + b */
export const ADD: i32 = 16;
/** a - b */
export const SUB: i32 = 17;
/** a * b */
export const MUL: i32 = 18;
/** a / b */
export const DIV: i32 = 19;
/** NaN where one is; -0 is less than 0. */
export const MIN: i32 = 20;
/** The larger; NaN where one is; 0 is more than -0. */
export const MAX: i32 = 21;
/** 1 where it holds, else 0. */
export const EQUAL: i32 = 22;
/** a < b */
export const LESS: i32 = 23;
/** a <= b */
export const LESS_EQUAL: i32 = 24;
/** v dst, v condition, v a, v b: a where the condition is not 0 (NaN is not), else b. */
export const WHERE: i32 = 25;
/** v dst, v a, v b, v c: a * b + c, rounded twice. */
export const MUL_ADD: i32 = 26;
/** v dst, v a */
export const ASSIGN: i32 = 27;
/** -a */
export const NEG: i32 = 28;
/** |a| */
export const ABS: i32 = 29;
/** The square root. */
export const SQRT: i32 = 30;
/** -1, 0 or 1; a zero and a NaN stay what they are. */
export const SIGN: i32 = 31;
/** The largest integer that is at most a. */
export const FLOOR: i32 = 32;
/** The least integer that is at least a. */
export const CEIL: i32 = 33;
/** To the nearest integer, ties to even. */
export const ROUND: i32 = 34;
/** a * a */
export const SQUARE: i32 = 35;
/** What an arithmetic opcode is, plus this, for singles: ADD + SINGLE ... SQUARE + SINGLE. */
export const SINGLE: i32 = 24;
/** v dst (doubles), v a (singles); inside a loop one of the two moves at most. */
export const PROMOTE: i32 = 60;
/** v dst (singles), v a (doubles) */
export const DEMOTE: i32 = 61;

// Reductions of what a loop passes over, to one double for each block of 128 elements, which FINISH adds up
/** a partials, v a */
export const SUM: i32 = 64;
/** a partials, v a, v b: the products' sum */
export const DOT: i32 = 65;
/** SUM of singles. */
export const SUM32: i32 = 66;
/** DOT of singles. */
export const DOT32: i32 = 67;
/** a dst, a partials, n count: by the same tree. 32: dst is a single, the partials are doubles. */
export const FINISH: i32 = 68;
/** FINISH of singles. */
export const FINISH32: i32 = 69;

// Elements taken from elsewhere
/**
 * v dst, a src, n rank, (n size, n stride) rank times, outermost first: dst is that view, read row by row; a stride
 * counts elements, may be 0 or negative; rank <= 16. Inside a loop the tile is the part of the view that the loop has come to.
 */
export const VIEW: i32 = 72;
/** VIEW of singles. */
export const VIEW32: i32 = 73;
/** v dst, v index, a table, n size: dst = table[index], NaN where there is no such element. */
export const GATHER: i32 = 74;
/** GATHER of singles. */
export const GATHER32: i32 = 75;
/** a table, n size, v index, v a: table[index] += a in order of the elements; without such an element, nothing. */
export const SCATTER: i32 = 76;
/** SCATTER of singles. */
export const SCATTER32: i32 = 77;

/**
 * n family, n mask, v dst for each bit of the mask from the lowest, v x, v a, v b: bit 0 log-density, bit 1 its
 * derivative in x, bit 2 in a, bit 3 in b. Families: density/likelihood.ts; NORMAL_KNOWN has v x, v mu, v scale, v base,
 * v inverse and bits 0 to 2.
 */
export const DENSITY: i32 = 80;

// Whole arrays, at fixed addresses
/** n kind (SUM_OF ...), a dst, a src, n outer, n axis, n inner: [outer, axis, inner] -> [outer, inner] */
export const REDUCE: i32 = 84;
/** REDUCE of singles. */
export const REDUCE32: i32 = 85;
/** a dst, a src, n rows, n columns: of each row */
export const SOFTMAX: i32 = 86;
/** SOFTMAX of singles. */
export const SOFTMAX32: i32 = 87;
/** a dst, a src, n rows, n columns: log of the sum of exponentials of each row */
export const LOG_SUM_EXP: i32 = 88;
/** LOG_SUM_EXP of singles. */
export const LOG_SUM_EXP32: i32 = 89;
/**
 * a dst, a a, a b, a initial (0: zeros), n steps, n width, n kind, n reverse: y[t] = a[t] y[t - 1] + b[t], rounded
 * twice, rows of `width` elements. kind 0: a is one number, 1: one a step, 2: one an element. reverse: t + 1.
 */
export const LINEAR_SCAN: i32 = 90;
/** LINEAR_SCAN of singles. */
export const LINEAR_SCAN32: i32 = 91;
/** a dst, a table, a index, n count, n width (bytes), n size, n index single: rows; NaN where there is none. */
export const GATHER_ROWS: i32 = 92;
/** a table, a values, a index, n count, n width (elements), n size, n index single: table[index] += row, in order. */
export const SCATTER_ROWS: i32 = 93;
/** SCATTER_ROWS of singles. */
export const SCATTER_ROWS32: i32 = 94;
/**
 * a dst, a src, n rank, (n size, n stride) rank times: the inverse of VIEW: writes src's elements to
 * that view, of which no two lie at one place.
 */
export const PLACE: i32 = 95;
/** PLACE of singles. */
export const PLACE32: i32 = 96;
/** a dst, a src, n count, n to single (1: doubles to singles, 0: singles to doubles) */
export const CAST: i32 = 97;
/** n kind (DRAW_UNIFORM ...), a dst, n count, a source (SOURCE record, then the position as a double), n words after it, n single */
export const DRAW: i32 = 98;

// Linear algebra: kernels/linear
/**
 * a dst, a a, a b, a scratch, n batch, n m, n k, n n, n row and column stride of a, of b, n batch stride of a, of b:
 * dst[batch, m, n] = a[m, k] b[k, n] added up from +0 in ascending k. Strides count elements; a batch stride may be 0.
 */
export const MATMUL: i32 = 104;
/** MATMUL of singles. */
export const MATMUL32: i32 = 105;
/** a dst, a a, a x, n rows, n columns, n stride: dst[c] = sum over r of a[r * stride + c] x[r], ascending from +0. */
export const COMBINE_ROWS: i32 = 106;
/** COMBINE_ROWS of singles. */
export const COMBINE_ROWS32: i32 = 107;
/** a dst, a a, a x, n rows, n columns, n stride: dst[r] = sum over c of a[r * stride + c] x[c], by the tree. */
export const DOT_ROWS: i32 = 108;
/** DOT_ROWS of singles. */
export const DOT_ROWS32: i32 = 109;
/** a dst, a src, n batch, n size: lower factor of each symmetric matrix, zeros above; NaN where there is none. */
export const CHOLESKY: i32 = 110;
/** a dst, a l, a b, n batch, n size, n columns, n transpose: solves l x = b, or l^T x = b, l lower. */
export const TRIANGULAR_SOLVE: i32 = 111;
/**
 * a dst, a src, n batch, n height, n width, n channels, n kernel height, n kernel width, n stride y, x, n pad top,
 * left, n out height, n out width: [batch, out height, out width, kernel height * kernel width * channels], zeros outside.
 */
export const PATCHES: i32 = 112;
/** PATCHES of singles. */
export const PATCHES32: i32 = 113;
/** The adjoint of PATCHES, same operands: dst is the image, src the patches; overlapping ones add up in their order. */
export const FOLD: i32 = 114;
/** FOLD of singles. */
export const FOLD32: i32 = 115;
/** MATMUL that goes on where dst is: k may come in parts. */
export const MATMUL_ADD: i32 = 116;
/** MATMUL_ADD of singles. */
export const MATMUL_ADD32: i32 = 117;

// Functions, v dst, v a (never one number for all): functions.ts. In a loop over singles, between PROMOTE and DEMOTE.
/** exp(a) */
export const EXP: i32 = 128;
/** exp(a) - 1 */
export const EXPM1: i32 = 129;
/** log(a) */
export const LOG: i32 = 130;
/** log(1 + a) */
export const LOG1P: i32 = 131;
/** sin(a) */
export const SIN: i32 = 132;
/** cos(a) */
export const COS: i32 = 133;
/** tan(a) */
export const TAN: i32 = 134;
/** arcsin(a) */
export const ASIN: i32 = 135;
/** arccos(a) */
export const ACOS: i32 = 136;
/** arctan(a) */
export const ATAN: i32 = 137;
/** sinh(a) */
export const SINH: i32 = 138;
/** cosh(a) */
export const COSH: i32 = 139;
/** tanh(a) */
export const TANH: i32 = 140;
/** arsinh(a) */
export const ASINH: i32 = 141;
/** arcosh(a) */
export const ACOSH: i32 = 142;
/** artanh(a) */
export const ATANH: i32 = 143;
/** 1 / (1 + exp(-a)) */
export const SIGMOID: i32 = 144;
/** log(1 + exp(a)) */
export const SOFTPLUS: i32 = 145;
/** log(1 - exp(a)) for a < 0 */
export const LOG1MEXP: i32 = 146;
/** The error function. */
export const ERF: i32 = 147;
/** 1 - erf(a), without loss in the tail. */
export const ERFC: i32 = 148;
/** log |Gamma(a)| */
export const LGAMMA: i32 = 149;
/** The derivative of log Gamma. */
export const DIGAMMA: i32 = 150;
/** Its second derivative. */
export const TRIGAMMA: i32 = 151;
/** P(Z <= a), Z standard normal. */
export const NORMAL_CDF: i32 = 152;
/** Its logarithm. */
export const NORMAL_LOG_CDF: i32 = 153;
/** Its inverse. */
export const NORMAL_QUANTILE: i32 = 154;
/** v dst, v a, v b, none of them one number for all: a to the power of b */
export const POW: i32 = 160;
/** v dst, v order, v a: the order-th derivative of digamma, order 0, 1, 2 ... */
export const POLYGAMMA: i32 = 161;

// Kinds of REDUCE
/** The sum, by the tree. */
export const SUM_OF: i32 = 0;
/** The product, in ascending order. */
export const PRODUCT_OF: i32 = 1;
/** The largest; NaN where one is. */
export const LARGEST_OF: i32 = 2;
/** The least; NaN where one is. */
export const LEAST_OF: i32 = 3;
/** Index of the first of the largest; that of the first NaN where there is one. */
export const LARGEST_INDEX_OF: i32 = 4;

// Kinds of DRAW: as the fills of streams and distributions, doubles of two words each, singles of one
/** In [0, 1). */
export const DRAW_UNIFORM: i32 = 0;
/** Mean 0, standard deviation 1. */
export const DRAW_NORMAL: i32 = 1;
/** Mean 1. */
export const DRAW_EXPONENTIAL: i32 = 2;
