// Runs a program: instructions in linear memory, each an opcode and its operands, words of 32 bits.
// Trusts: the program was written by the planner of packages/autodiff; its buffers are 64-byte aligned and padded.
// No instruction allocates; all that a program works on lies at addresses that stand in it.

import { f64s, i32s } from '../../platform/platform';
import { cholesky } from '../linear/cholesky';
import { matmul, matmul32 } from '../linear/matmul';
import { fold, fold32, patches, patches32 } from '../linear/patches';
import { combineRows, combineRows32, dotRows, dotRows32 } from '../linear/rows';
import { triangularSolve } from '../linear/triangular';
import { binary, ternary, unary } from './arithmetic';
import { binary32, convert, ternary32, unary32 } from './arithmetic32';
import { reduceAxis } from './axis';
import { copy, zero } from './copy';
import { linearScan } from './linear-scan';
import {
  ABS,
  ADD,
  ADD_ONE,
  ASSIGN,
  CEIL,
  CHOLESKY,
  COMBINE_ROWS,
  COMBINE_ROWS32,
  COPY,
  DEMOTE,
  DIV,
  DIV_ONE,
  DOT,
  DOT_ROWS,
  DOT_ROWS32,
  DOT32,
  END,
  EQUAL,
  FETCH,
  FINISH,
  FINISH32,
  FLOOR,
  FOLD,
  FOLD32,
  LESS,
  LESS_EQUAL,
  LINEAR_SCAN,
  LINEAR_SCAN32,
  LOG_SUM_EXP,
  LOG_SUM_EXP32,
  LOOP,
  MATMUL,
  MATMUL32,
  MAX,
  MIN,
  MUL,
  MUL_ADD,
  MUL_ONE,
  NEG,
  NEXT,
  PATCHES,
  PATCHES32,
  PROMOTE,
  REDUCE,
  REDUCE32,
  ROUND,
  SCAN,
  SIGN,
  SINGLE,
  SOFTMAX,
  SOFTMAX32,
  SQRT,
  SQUARE,
  STASH,
  SUB,
  SUB_ONE,
  SUM,
  SUM32,
  TRIANGULAR_SOLVE,
  WHERE,
  ZERO,
} from './opcodes';
import { rowsOf } from './rows';
import { dotBlocks, dotBlocks32, finish, finish32, sumBlocks, sumBlocks32 } from './sums';

/** Runs the instructions at `start` up to END. */
export function run(start: usize): void {
  const f = f64s();
  const w = i32s();
  let pc: usize = start;
  let n: i32 = 1;
  let tb: i32 = 0;
  let left: i32 = 0;
  let tile: i32 = 1;
  let shift: i32 = 3;
  let body: usize = start;
  while (true) {
    const at = (pc >>> 2) as i32;
    switch (w[at]) {
      case END:
        return;
      case LOOP:
        left = w[at + 1];
        tile = w[at + 2];
        shift = w[at + 3];
        tb = 0;
        n = left < tile ? left : tile;
        pc += 16;
        body = pc;
        break;
      case NEXT:
        left -= tile;
        if (left > 0) {
          tb += tile << shift;
          n = left < tile ? left : tile;
          pc = body;
        } else {
          tb = 0;
          n = 1;
          pc += 4;
        }
        break;
      case SCAN: {
        const steps = w[at + 1];
        const counter = w[at + 3] >> 2;
        // The body is a program of its own; what holds the loop is that of this call of run.
        for (let i: i32 = 0; i < steps; i++) {
          w[counter] = w[at + 2] === 0 ? i : steps - 1 - i;
          run(pc + 20);
        }
        pc += 20 + (w[at + 4] as usize);
        break;
      }
      case FETCH:
        copy(w[at + 1], w[at + 2] + w[w[at + 5] >> 2] * w[at + 3], w[at + 4]);
        pc += 24;
        break;
      case STASH:
        copy(w[at + 1] + w[w[at + 5] >> 2] * w[at + 3], w[at + 2], w[at + 4]);
        pc += 24;
        break;
      case COPY:
        copy(w[at + 1], w[at + 2], w[at + 3]);
        pc += 16;
        break;
      case ZERO:
        zero(w[at + 1], w[at + 2]);
        pc += 12;
        break;
      case ADD_ONE:
        f[w[at + 1] >> 3] = f[w[at + 2] >> 3] + f[w[at + 3] >> 3];
        pc += 16;
        break;
      case SUB_ONE:
        f[w[at + 1] >> 3] = f[w[at + 2] >> 3] - f[w[at + 3] >> 3];
        pc += 16;
        break;
      case MUL_ONE:
        f[w[at + 1] >> 3] = f[w[at + 2] >> 3] * f[w[at + 3] >> 3];
        pc += 16;
        break;
      case DIV_ONE:
        f[w[at + 1] >> 3] = f[w[at + 2] >> 3] / f[w[at + 3] >> 3];
        pc += 16;
        break;
      case ADD:
      case SUB:
      case MUL:
      case DIV:
      case MIN:
      case MAX:
      case EQUAL:
      case LESS:
      case LESS_EQUAL:
        pc = binary(pc, n, tb);
        break;
      case WHERE:
      case MUL_ADD:
        pc = ternary(pc, n, tb);
        break;
      case ASSIGN:
      case NEG:
      case ABS:
      case SQRT:
      case SIGN:
      case FLOOR:
      case CEIL:
      case ROUND:
      case SQUARE:
        pc = unary(pc, n, tb);
        break;
      case ADD + SINGLE:
      case SUB + SINGLE:
      case MUL + SINGLE:
      case DIV + SINGLE:
      case MIN + SINGLE:
      case MAX + SINGLE:
      case EQUAL + SINGLE:
      case LESS + SINGLE:
      case LESS_EQUAL + SINGLE:
        pc = binary32(pc, n, tb);
        break;
      case WHERE + SINGLE:
      case MUL_ADD + SINGLE:
        pc = ternary32(pc, n, tb);
        break;
      case ASSIGN + SINGLE:
      case NEG + SINGLE:
      case ABS + SINGLE:
      case SQRT + SINGLE:
      case SIGN + SINGLE:
      case FLOOR + SINGLE:
      case CEIL + SINGLE:
      case ROUND + SINGLE:
      case SQUARE + SINGLE:
        pc = unary32(pc, n, tb);
        break;
      case PROMOTE:
      case DEMOTE:
        pc = convert(pc, n, tb);
        break;
      case SUM:
        pc = sumBlocks(pc, n, tb);
        break;
      case DOT:
        pc = dotBlocks(pc, n, tb);
        break;
      case SUM32:
        pc = sumBlocks32(pc, n, tb);
        break;
      case DOT32:
        pc = dotBlocks32(pc, n, tb);
        break;
      case FINISH:
        pc = finish(pc);
        break;
      case FINISH32:
        pc = finish32(pc);
        break;
      case REDUCE:
        pc = reduceAxis(pc, 0);
        break;
      case REDUCE32:
        pc = reduceAxis(pc, 1);
        break;
      case SOFTMAX:
        pc = rowsOf(pc, 0, 1);
        break;
      case SOFTMAX32:
        pc = rowsOf(pc, 1, 1);
        break;
      case LOG_SUM_EXP:
        pc = rowsOf(pc, 0, 0);
        break;
      case LOG_SUM_EXP32:
        pc = rowsOf(pc, 1, 0);
        break;
      case LINEAR_SCAN:
        pc = linearScan(pc, 0);
        break;
      case LINEAR_SCAN32:
        pc = linearScan(pc, 1);
        break;
      case MATMUL:
        pc = matmul(pc);
        break;
      case MATMUL32:
        pc = matmul32(pc);
        break;
      case COMBINE_ROWS:
        pc = combineRows(pc);
        break;
      case COMBINE_ROWS32:
        pc = combineRows32(pc);
        break;
      case DOT_ROWS:
        pc = dotRows(pc);
        break;
      case DOT_ROWS32:
        pc = dotRows32(pc);
        break;
      case CHOLESKY:
        pc = cholesky(pc);
        break;
      case TRIANGULAR_SOLVE:
        pc = triangularSolve(pc);
        break;
      case PATCHES:
        pc = patches(pc);
        break;
      case PATCHES32:
        pc = patches32(pc);
        break;
      case FOLD:
        pc = fold(pc);
        break;
      case FOLD32:
        pc = fold32(pc);
        break;
      default:
        return;
    }
  }
}
