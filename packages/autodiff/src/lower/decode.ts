// What each instruction reads, writes and does: the core's opcodes.ts, seen from outside.
import * as code from '@stokast/core-wasm/opcodes';
import { type Around, type Decoded, Decoder, FUNCTION, shown } from './decoder.ts';
import type { Instruction } from './emitter.ts';

const { SINGLE } = code;

/** Opcode -> name. */
const names: ReadonlyMap<number, string> = /* @__PURE__ */ (() =>
  new Map(
    Object.entries(code)
      .filter(([name]) => !/_OF$|^SINGLE$|^DRAW_|^NONE$/.test(name))
      .map(([name, opcode]) => [opcode, name.toLowerCase().replaceAll('_', ' ')]),
  ))();

/** Bytes as groups of eight: what copies are counted in. */
const eights = (bytes: number): number => bytes / 8;

type Reader = (d: Decoder) => Decoder;

/** Densities by the number of their family. */
const families: readonly (string | undefined)[] = [
  'normal',
  'uniform',
  'exponential',
  'bernoulli',
  undefined,
  'bernoulli of a logit',
  'normal of known sigma',
];

const one: Reader = (d) => d.writes(1, 1, 8).reads(2, 1, 8).reads(3, 1, 8).does(1);
const unaryOne =
  (operations: number): Reader =>
  (d) =>
    d.writes(1, 1, 8).reads(2, 1, 8).does(operations);
const blocksOf = (d: Decoder): number => Math.ceil(d.total / 128);

/** Those of arithmetic and of functions are told by their number. Where there is a form for singles, the base's. */
const readers: ReadonlyMap<number, Reader> = /* @__PURE__ */ (() =>
  new Map<number, Reader>([
    [
      code.LOOP,
      (d) => {
        const [total, tile] = d.numbers(1, 2);
        return d.says(tile < total ? `${total} elements, ${tile} at a time` : `${total} elements`);
      },
    ],
    [
      code.SCAN,
      (d) => {
        const [steps, reverse] = d.numbers(1, 2);
        return d.writes(3, 1, 4).says(`${steps} steps${reverse === 1 ? ', the last first' : ''}`);
      },
    ],
    [
      code.FETCH,
      (d) => {
        const [stride, bytes] = d.numbers(3, 4);
        return d.writes(1, eights(bytes), 8).strided(2, stride, bytes, false);
      },
    ],
    [
      code.STASH,
      (d) => {
        const [stride, bytes] = d.numbers(3, 4);
        return d.strided(1, stride, bytes, true).reads(2, eights(bytes), 8);
      },
    ],
    [
      code.COPY,
      (d) => {
        const [bytes] = d.numbers(3);
        return d.writes(1, eights(bytes), 8).reads(2, eights(bytes), 8);
      },
    ],
    [code.ZERO, (d) => d.writes(1, eights(d.numbers(2)[0]), 8)],
    [code.ADD_ONE, one],
    [code.SUB_ONE, one],
    [code.MUL_ONE, one],
    [code.DIV_ONE, one],
    [code.NEG_ONE, unaryOne(1)],
    [code.SQUARE_ONE, unaryOne(1)],
    [code.EXP_ONE, unaryOne(FUNCTION)],
    [code.LOG_ONE, unaryOne(FUNCTION)],
    [code.PROMOTE, (d) => d.makes(1, 8).takes([2], 4)],
    [code.DEMOTE, (d) => d.makes(1, 4).takes([2], 8)],
    [code.SUM, (d) => d.writes(1, blocksOf(d), 8).takes([2]).does(d.total)],
    [
      code.DOT,
      (d) =>
        d
          .writes(1, blocksOf(d), 8)
          .takes([2, 3])
          .does(2 * d.total),
    ],
    [
      code.FINISH,
      (d) => {
        const [count] = d.numbers(3);
        // It works in what it reads.
        return d.writes(1, 1).writes(2, count, 8).does(count);
      },
    ],
    [
      code.VIEW,
      (d) => {
        const [rank] = d.numbers(3);
        return d.makes(1).view(2, rank, 4, false);
      },
    ],
    [
      code.PLACE,
      (d) => {
        const [rank] = d.numbers(3);
        let count = 1;
        for (let i = 0; i < rank; i++) count *= d.numbers(4 + 2 * i)[0];
        return d.view(1, rank, 4, true).reads(2, count);
      },
    ],
    [code.GATHER, (d) => d.makes(1).takes([2]).reads(3, d.numbers(4)[0])],
    [code.SCATTER, (d) => d.writes(1, d.numbers(2)[0]).takes([3, 4]).does(d.total)],
    [
      code.DENSITY,
      (d) => {
        const [family, mask] = d.numbers(1, 2);
        let at = 3;
        for (let rest = mask; rest > 0; rest >>= 1) if (rest & 1) d.makes(at++);
        d.takes([at, at + 1, at + 2, at + 3, at + 4].filter((each) => each < d.length));
        return d.does(2 * FUNCTION * d.total).says(families[family] ?? `family ${family}`);
      },
    ],
    [
      code.REDUCE,
      (d) => {
        const [outer, axis, inner] = d.numbers(4, 5, 6);
        const count = outer * axis * inner;
        return d
          .writes(2, outer * inner)
          .reads(3, count)
          .does(count)
          .says(shown(outer, axis, inner));
      },
    ],
    [code.SOFTMAX, (d) => rows(d, d.numbers(4)[0])],
    [code.LOG_SUM_EXP, (d) => rows(d, 1)],
    [
      code.LINEAR_SCAN,
      (d) => {
        const [steps, each, kind] = d.numbers(5, 6, 7);
        const count = steps * each;
        d.writes(1, count).reads(2, [1, steps, count][kind]).reads(3, count).reads(4, each);
        return d.does(2 * count).says(shown(steps, each));
      },
    ],
    [
      code.GATHER_ROWS,
      (d) => {
        const [count, bytes, size, single] = d.numbers(4, 5, 6, 7);
        d.writes(1, eights(count * bytes), 8).reads(2, eights(size * bytes), 8);
        return d.reads(3, count, single === 1 ? 4 : 8);
      },
    ],
    [
      code.SCATTER_ROWS,
      (d) => {
        const [count, each, size, single] = d.numbers(4, 5, 6, 7);
        d.writes(1, size * each).reads(2, count * each);
        return d.reads(3, count, single === 1 ? 4 : 8).does(count * each);
      },
    ],
    [
      code.CAST,
      (d) => {
        const [count, toSingle] = d.numbers(3, 4);
        return d.writes(1, count, toSingle === 1 ? 4 : 8).reads(2, count, toSingle === 1 ? 8 : 4);
      },
    ],
    [
      code.DRAW,
      (d) => {
        const [count, single] = d.numbers(3, 6);
        return d
          .writes(2, count, single === 1 ? 4 : 8)
          .reads(4, 9, 8)
          .does(FUNCTION * count);
      },
    ],
    [code.MATMUL, product],
    [code.MATMUL_ADD, product],
    [code.COMBINE_ROWS, (d) => byVector(d, true)],
    [code.DOT_ROWS, (d) => byVector(d, false)],
    [
      code.CHOLESKY,
      (d) => {
        const [batch, size] = d.numbers(3, 4);
        const count = batch * size * size;
        return d
          .writes(1, count)
          .reads(2, count)
          .does((count * size) / 3)
          .says(shown(batch, size, size));
      },
    ],
    [
      code.TRIANGULAR_SOLVE,
      (d) => {
        const [batch, size, columns] = d.numbers(4, 5, 6);
        const count = batch * size * columns;
        d.writes(1, count)
          .reads(2, batch * size * size)
          .reads(3, count);
        return d.does(count * size).says(shown(batch, size, columns));
      },
    ],
    [code.PATCHES, (d) => windows(d, true)],
    [code.FOLD, (d) => windows(d, false)],
  ]))();

/** Of each row of a matrix, `made` numbers. */
function rows(d: Decoder, made: number): Decoder {
  const [count, columns] = d.numbers(3, 4);
  const all = count * columns;
  return d
    .writes(1, count * made)
    .reads(2, all)
    .does((FUNCTION + 3) * all)
    .says(shown(count, columns));
}

function product(d: Decoder): Decoder {
  const [batch, m, k, n, aRow, aColumn, bRow, bColumn, aBatch, bBatch] = d.numbers(
    ...[5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
  );
  d.writes(1, batch * m * n);
  d.reads(2, (m - 1) * aRow + (k - 1) * aColumn + (batch - 1) * aBatch + 1);
  d.reads(3, (k - 1) * bRow + (n - 1) * bColumn + (batch - 1) * bBatch + 1).writes(4, 0, 8);
  const times = batch > 1 ? `${batch} times ` : '';
  return d.does(2 * batch * m * k * n).says(`${times}${shown(m, k)} by ${shown(k, n)}`);
}

function byVector(d: Decoder, combines: boolean): Decoder {
  const [count, columns, stride] = d.numbers(4, 5, 6);
  d.writes(1, combines ? columns : count).reads(2, (count - 1) * stride + columns);
  return d
    .reads(3, combines ? count : columns)
    .does(2 * count * columns)
    .says(shown(count, columns));
}

function windows(d: Decoder, takesApart: boolean): Decoder {
  const [batch, height, width, channels] = d.numbers(3, 4, 5, 6);
  const image = batch * height * width * channels;
  const patches = d.numbers(7, 8, 13, 14).reduce((all, size) => all * size, batch * channels);
  d.writes(1, takesApart ? patches : image).reads(2, takesApart ? image : patches);
  return d.does(takesApart ? 0 : patches).says(shown(batch, height, width, channels));
}

const between = (opcode: number, first: number, last: number): boolean => opcode >= first && opcode <= last;

/** How many operands an arithmetic instruction of doubles has beside the result. */
const arity = (opcode: number): number =>
  opcode === code.WHERE || opcode === code.MUL_ADD ? 3 : opcode < code.WHERE ? 2 : 1;

/** What the instruction is; `around` says where it stands. */
export function decode(instruction: Instruction, around: Around): Decoded {
  const [opcode] = instruction;
  const elementwise = between(opcode, code.ADD, code.SQUARE + SINGLE);
  if (elementwise || between(opcode, code.EXP, code.POLYGAMMA)) {
    const single = elementwise && opcode >= code.ADD + SINGLE;
    const plain = single ? opcode - SINGLE : opcode;
    const d = new Decoder(instruction, around, single ? 4 : 8).makes(1);
    const count = elementwise ? arity(plain) : opcode >= code.POW ? 2 : 1;
    d.takes([2, 3, 4].slice(0, count));
    const each = !elementwise ? FUNCTION : plain === code.MUL_ADD ? 2 : plain === code.ASSIGN ? 0 : 1;
    return d.does(each * d.total).result(`${names.get(plain)}${single ? '32' : ''}`);
  }
  const name = names.get(opcode);
  const single = name?.endsWith('32') ?? false;
  const base = !single ? opcode : opcode === code.SUM32 || opcode === code.DOT32 ? opcode - 2 : opcode - 1;
  const read = readers.get(base);
  const d = new Decoder(instruction, around, single ? 4 : 8);
  return read && name ? read(d).result(name) : d.result(name ?? `instruction ${opcode}`, false);
}
