// Runs a program: instructions in linear memory, each an opcode and its operands, words of 32 bits.
// Trusts: the program was written by the planner of packages/autodiff; its buffers are 64-byte aligned and padded.
// No instruction allocates; all that a program works on lies at addresses that stand in it.

import { f64s, i32s } from '../../platform/platform';
import { cholesky } from '../linear/cholesky';
import { matmul, matmul32 } from '../linear/matmul';
import { fold, fold32, patches, patches32 } from '../linear/patches';
import { combineRows, combineRows32, dotRows, dotRows32 } from '../linear/rows';
import { triangularSolve } from '../linear/triangular';
import { exp } from '../math/exp';
import { log } from '../math/log';
import { add, divide, multiply, multiplyAdd, subtract } from './arithmetic';
import { reduceAxis } from './axis';
import { cast, demote, promote } from './convert';
import { copy, zero } from './copy';
import { density } from './densities';
import { draw } from './draws';
import { elementwise } from './elementwise';
import { gather, gather32, scatter, scatter32 } from './gather';
import { gatherRows, scatterRows, scatterRows32 } from './gather-rows';
import { linearScan } from './linear-scan';
import * as op from './opcodes';
import { word } from './operand';
import { rowsOf } from './rows';
import { dotBlocks, dotBlocks32, finish, finish32, sumBlocks, sumBlocks32 } from './sums';
import { place, view } from './view';

/**
 * Runs the instructions at `start` up to END. Each case has a body of its own: of cases that share one, the compiler
 * makes comparisons instead of a jump through a table. Those that would share one are told apart in elementwise.ts.
 */
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
    switch (word(pc, 0)) {
      case op.END:
        return;
      case op.LOOP:
        left = word(pc, 1);
        tile = word(pc, 2);
        shift = word(pc, 3);
        tb = 0;
        n = left < tile ? left : tile;
        pc += 16;
        body = pc;
        break;
      case op.NEXT:
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
      case op.SCAN: {
        const steps = word(pc, 1);
        const counter = word(pc, 3) >> 2;
        // The body is a program of its own; what holds the loop is that of this call of run.
        for (let i: i32 = 0; i < steps; i++) {
          w[counter] = word(pc, 2) === 0 ? i : steps - 1 - i;
          run(pc + 20);
        }
        pc += 20 + (word(pc, 4) as usize);
        break;
      }
      case op.FETCH:
        copy(word(pc, 1), word(pc, 2) + w[word(pc, 5) >> 2] * word(pc, 3), word(pc, 4));
        pc += 24;
        break;
      case op.STASH:
        copy(word(pc, 1) + w[word(pc, 5) >> 2] * word(pc, 3), word(pc, 2), word(pc, 4));
        pc += 24;
        break;
      case op.COPY:
        copy(word(pc, 1), word(pc, 2), word(pc, 3));
        pc += 16;
        break;
      case op.ZERO:
        zero(word(pc, 1), word(pc, 2));
        pc += 12;
        break;
      case op.ADD_ONE:
        f[word(pc, 1) >> 3] = f[word(pc, 2) >> 3] + f[word(pc, 3) >> 3];
        pc += 16;
        break;
      case op.SUB_ONE:
        f[word(pc, 1) >> 3] = f[word(pc, 2) >> 3] - f[word(pc, 3) >> 3];
        pc += 16;
        break;
      case op.MUL_ONE:
        f[word(pc, 1) >> 3] = f[word(pc, 2) >> 3] * f[word(pc, 3) >> 3];
        pc += 16;
        break;
      case op.DIV_ONE:
        f[word(pc, 1) >> 3] = f[word(pc, 2) >> 3] / f[word(pc, 3) >> 3];
        pc += 16;
        break;
      case op.NEG_ONE:
        f[word(pc, 1) >> 3] = -f[word(pc, 2) >> 3];
        pc += 12;
        break;
      case op.SQUARE_ONE:
        f[word(pc, 1) >> 3] = f[word(pc, 2) >> 3] * f[word(pc, 2) >> 3];
        pc += 12;
        break;
      case op.EXP_ONE:
        f[word(pc, 1) >> 3] = exp(f[word(pc, 2) >> 3]);
        pc += 12;
        break;
      case op.LOG_ONE:
        f[word(pc, 1) >> 3] = log(f[word(pc, 2) >> 3]);
        pc += 12;
        break;
      case op.ADD:
        pc = add(pc, n, tb);
        break;
      case op.SUB:
        pc = subtract(pc, n, tb);
        break;
      case op.MUL:
        pc = multiply(pc, n, tb);
        break;
      case op.DIV:
        pc = divide(pc, n, tb);
        break;
      case op.MUL_ADD:
        pc = multiplyAdd(pc, n, tb);
        break;
      case op.PROMOTE:
        pc = promote(pc, n, tb);
        break;
      case op.DEMOTE:
        pc = demote(pc, n, tb);
        break;
      case op.VIEW:
        pc = view(pc, n, tb, tb >> shift, 3);
        break;
      case op.VIEW32:
        pc = view(pc, n, tb, tb >> shift, 2);
        break;
      case op.GATHER:
        pc = gather(pc, n, tb);
        break;
      case op.GATHER32:
        pc = gather32(pc, n, tb);
        break;
      case op.SCATTER:
        pc = scatter(pc, n, tb);
        break;
      case op.SCATTER32:
        pc = scatter32(pc, n, tb);
        break;
      case op.GATHER_ROWS:
        pc = gatherRows(pc);
        break;
      case op.SCATTER_ROWS:
        pc = scatterRows(pc);
        break;
      case op.SCATTER_ROWS32:
        pc = scatterRows32(pc);
        break;
      case op.PLACE:
        pc = place(pc, 3);
        break;
      case op.PLACE32:
        pc = place(pc, 2);
        break;
      case op.CAST:
        pc = cast(pc);
        break;
      case op.DRAW:
        pc = draw(pc);
        break;
      case op.SUM:
        pc = sumBlocks(pc, n, tb);
        break;
      case op.DOT:
        pc = dotBlocks(pc, n, tb);
        break;
      case op.SUM32:
        pc = sumBlocks32(pc, n, tb);
        break;
      case op.DOT32:
        pc = dotBlocks32(pc, n, tb);
        break;
      case op.FINISH:
        pc = finish(pc);
        break;
      case op.FINISH32:
        pc = finish32(pc);
        break;
      case op.REDUCE:
        pc = reduceAxis(pc, 0);
        break;
      case op.REDUCE32:
        pc = reduceAxis(pc, 1);
        break;
      case op.SOFTMAX:
        pc = rowsOf(pc, 0, 1);
        break;
      case op.SOFTMAX32:
        pc = rowsOf(pc, 1, 1);
        break;
      case op.LOG_SUM_EXP:
        pc = rowsOf(pc, 0, 0);
        break;
      case op.LOG_SUM_EXP32:
        pc = rowsOf(pc, 1, 0);
        break;
      case op.LINEAR_SCAN:
        pc = linearScan(pc, 0);
        break;
      case op.LINEAR_SCAN32:
        pc = linearScan(pc, 1);
        break;
      case op.MATMUL:
        pc = matmul(pc, 1);
        break;
      case op.MATMUL32:
        pc = matmul32(pc, 1);
        break;
      case op.MATMUL_ADD:
        pc = matmul(pc, 0);
        break;
      case op.MATMUL_ADD32:
        pc = matmul32(pc, 0);
        break;
      case op.COMBINE_ROWS:
        pc = combineRows(pc);
        break;
      case op.COMBINE_ROWS32:
        pc = combineRows32(pc);
        break;
      case op.DOT_ROWS:
        pc = dotRows(pc);
        break;
      case op.DOT_ROWS32:
        pc = dotRows32(pc);
        break;
      case op.CHOLESKY:
        pc = cholesky(pc);
        break;
      case op.TRIANGULAR_SOLVE:
        pc = triangularSolve(pc);
        break;
      case op.PATCHES:
        pc = patches(pc);
        break;
      case op.PATCHES32:
        pc = patches32(pc);
        break;
      case op.FOLD:
        pc = fold(pc);
        break;
      case op.FOLD32:
        pc = fold32(pc);
        break;
      case op.DENSITY:
        pc = density(pc, n, tb);
        break;
      default:
        pc = elementwise(pc, n, tb);
    }
  }
}
