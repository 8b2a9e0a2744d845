// The world of plain arrays: each operation as its definition says, element by element.
import type { DType, Shape } from '../../src/index.ts';
import { images } from './images.ts';
import { joined, type One, type Reduction, sizeOf, type Two, type World } from './world.ts';

export interface Plain {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: readonly number[];
}

/** Positions of a shape, row by row. */
function* positions(shape: Shape): Generator<number[]> {
  const size = sizeOf(shape);
  for (let i = 0; i < size; i++) {
    const at: number[] = [];
    let rest = i;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at.unshift(rest % shape[axis]);
      rest = Math.floor(rest / shape[axis]);
    }
    yield at;
  }
}

const read = ({ shape, data }: Plain, at: readonly number[]): number =>
  data[at.reduce((index, each, axis) => index * shape[axis] + each, 0)];

const make = (shape: Shape, dtype: DType, value: (at: number[]) => number): Plain => ({
  shape,
  dtype,
  data: Array.from(positions(shape), value),
});

/** The element of x that broadcasting puts at a position of a larger shape. */
const spread = (x: Plain, at: readonly number[]): number =>
  read(
    x,
    x.shape.map((size, axis) => (size === 1 ? 0 : at[axis + at.length - x.shape.length])),
  );

const unary: Readonly<Record<One, (x: number) => number>> = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: Math.sign,
  square: (x) => x * x,
  floor: Math.floor,
  ceil: Math.ceil,
  // Ties to even.
  round: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  not: (x) => (x === 0 ? 1 : 0),
  stop: (x) => x,
};

const binary: Readonly<Record<Two, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  equal: (x, y) => (x === y ? 1 : 0),
  notEqual: (x, y) => (x !== y ? 1 : 0),
  less: (x, y) => (x < y ? 1 : 0),
  lessEqual: (x, y) => (x <= y ? 1 : 0),
  and: (x, y) => (x !== 0 && y !== 0 ? 1 : 0),
  or: (x, y) => (x !== 0 || y !== 0 ? 1 : 0),
  maximum: Math.max,
  minimum: Math.min,
};

const fold: Readonly<Record<Reduction, (x: number, y: number) => number>> = {
  sum: (x, y) => x + y,
  prod: (x, y) => x * y,
  max: Math.max,
  min: Math.min,
};

const folded = (name: Reduction, all: readonly number[]): number => all.reduce((x, y) => fold[name](x, y));

/** The numbers of one line along an axis; `at` leaves that axis out. */
const line = (x: Plain, at: readonly number[], axis: number): number[] =>
  Array.from({ length: x.shape[axis] }, (_, i) => read(x, [...at.slice(0, axis), i, ...at.slice(axis)]));

const without = (shape: Shape, axes: readonly number[]): number[] =>
  shape.filter((_, i) => !axes.includes(i));

function reduceOne(name: Reduction, x: Plain, axis: number): Plain {
  return make(without(x.shape, [axis]), x.dtype, (at) => folded(name, line(x, at, axis)));
}

/** Element `index` of the first axis, or its rows. */
const row = (x: Plain, index: number): Plain => {
  const shape = x.shape.slice(1);
  const size = sizeOf(shape);
  const inside = Number.isInteger(index) && index >= 0 && index < x.shape[0];
  const data = inside ? x.data.slice(index * size, (index + 1) * size) : Array<number>(size).fill(Number.NaN);
  return { shape, dtype: x.dtype, data };
};

const stackRows = (rows: readonly Plain[]): Plain => ({
  shape: [rows.length, ...rows[0].shape],
  dtype: rows[0].dtype,
  data: rows.flatMap(({ data }) => data),
});

export const plain: World<Plain> = {
  shape: (x) => x.shape,
  dtype: (x) => x.dtype,
  constant: (data, shape, dtype) => ({ shape, dtype, data }),
  one: (name, x) => ({ ...x, data: x.data.map(unary[name]) }),
  two(name, a, b) {
    const shape = joined(a.shape, b.shape) as Shape;
    return make(shape, a.dtype, (at) => binary[name](spread(a, at), spread(b, at)));
  },
  where(condition, a, b) {
    const shape = joined(joined(condition.shape, a.shape) as Shape, b.shape) as Shape;
    return make(shape, a.dtype, (at) => (spread(condition, at) !== 0 ? spread(a, at) : spread(b, at)));
  },
  reduce(name, x, axes, keepAxes) {
    const sorted = [...axes].sort((a, b) => b - a);
    const left = sorted.reduce((each, axis) => reduceOne(name, each, axis), x);
    return keepAxes ? { ...left, shape: x.shape.map((size, i) => (axes.includes(i) ? 1 : size)) } : left;
  },
  place: (name, x, axis) =>
    make(without(x.shape, [axis]), x.dtype, (at) => {
      const all = line(x, at, axis);
      return all.indexOf(name === 'argmax' ? Math.max(...all) : Math.min(...all));
    }),
  cumulative: (name, x, axis, reverse) =>
    make(x.shape, x.dtype, (at) => {
      const all = line(x, without(at, [axis]), axis);
      const part = reverse ? all.slice(at[axis]) : all.slice(0, at[axis] + 1);
      return folded(name === 'sum' ? 'sum' : 'prod', part);
    }),
  transpose: (x, axes) =>
    make(
      axes.map((axis) => x.shape[axis]),
      x.dtype,
      (at) => {
        const from: number[] = [];
        for (const [i, axis] of axes.entries()) from[axis] = at[i];
        return read(x, from);
      },
    ),
  section: (x, start, size, step) =>
    make(size, x.dtype, (at) =>
      read(
        x,
        at.map((each, i) => start[i] + each * step[i]),
      ),
    ),
  reshape: (x, shape) => ({ ...x, shape }),
  expand: (x, shape) => make(shape, x.dtype, (at) => spread(x, at)),
  concat(list, axis) {
    const total = list.reduce((all, { shape }) => all + shape[axis], 0);
    const shape = list[0].shape.map((size, i) => (i === axis ? total : size));
    return make(shape, list[0].dtype, (at) => {
      let place = at[axis];
      let k = 0;
      while (place >= list[k].shape[axis]) place -= list[k++].shape[axis];
      return read(
        list[k],
        at.map((each, i) => (i === axis ? place : each)),
      );
    });
  },
  stack(list, axis) {
    const { shape, dtype } = list[0];
    return make([...shape.slice(0, axis), list.length, ...shape.slice(axis)], dtype, (at) =>
      read(
        list[at[axis]],
        at.filter((_, i) => i !== axis),
      ),
    );
  },
  pad: (x, widths, value) =>
    make(
      x.shape.map((size, i) => size + widths[i][0] + widths[i][1]),
      x.dtype,
      (at) => {
        const from = at.map((each, i) => each - widths[i][0]);
        return from.every((each, i) => each >= 0 && each < x.shape[i]) ? read(x, from) : value;
      },
    ),
  cast: (x, dtype) => ({ ...x, dtype }),
  gather: (table, index) => {
    const rows = index.data.map((each) => row(table, each));
    return {
      shape: [...index.shape, ...table.shape.slice(1)],
      dtype: table.dtype,
      data: rows.flatMap(({ data }) => data),
    };
  },
  take(x, index, axis) {
    const shape = [...x.shape.slice(0, axis), ...index.shape, ...x.shape.slice(axis + 1)];
    return make(shape, x.dtype, (at) => {
      const behind = axis + index.shape.length;
      const k = read(index, at.slice(axis, behind));
      return Number.isInteger(k) && k >= 0 && k < x.shape[axis]
        ? read(x, [...at.slice(0, axis), k, ...at.slice(behind)])
        : Number.NaN;
    });
  },
  scatterAdd(index, values, shape) {
    const size = sizeOf(shape.slice(1));
    const data = Array<number>(sizeOf(shape)).fill(0);
    for (const [i, k] of index.data.entries()) {
      if (!(Number.isInteger(k) && k >= 0 && k < shape[0])) continue;
      for (let j = 0; j < size; j++) data[k * size + j] += values.data[i * size + j];
    }
    return { shape, dtype: values.dtype, data };
  },
  oneHot: (index, size) =>
    make([...index.shape, size], index.dtype, (at) => (read(index, at.slice(0, -1)) === at.at(-1) ? 1 : 0)),
  diagonal(x) {
    const [n, m] = x.shape.slice(-2);
    return make([...x.shape.slice(0, -2), Math.min(n, m)], x.dtype, (at) =>
      read(x, [...at, at[at.length - 1]]),
    );
  },
  triangle: (name, x, offset) =>
    make(x.shape, x.dtype, (at) => {
      const distance = at[at.length - 1] - at[at.length - 2];
      return (name === 'tril' ? distance <= offset : distance >= offset) ? read(x, at) : 0;
    }),
  matmul(a, b) {
    const x = a.shape.length === 1 ? { ...a, shape: [1, ...a.shape] } : a;
    const y = b.shape.length === 1 ? { ...b, shape: [...b.shape, 1] } : b;
    const [m, k] = x.shape.slice(-2);
    const [n] = y.shape.slice(-1);
    const batch = joined(x.shape.slice(0, -2), y.shape.slice(0, -2)) as Shape;
    const full = make([...batch, m, n], a.dtype, (at) => {
      const before = at.slice(0, -2);
      const [i, j] = at.slice(-2);
      let sum = 0;
      for (let p = 0; p < k; p++) sum += spread(x, [...before, i, p]) * spread(y, [...before, p, j]);
      return sum;
    });
    const shape = [...batch, ...(a.shape.length === 1 ? [] : [m]), ...(b.shape.length === 1 ? [] : [n])];
    return { ...full, shape };
  },
  ...images,
  scan(step, initial, sequences, length, reverse) {
    let carry = initial;
    const outputs: (readonly Plain[])[] = [];
    for (let t = 0; t < length; t++) {
      const at = reverse ? length - 1 - t : t;
      const [next, output] = step(
        carry,
        sequences.map((each) => row(each, at)),
      );
      carry = next;
      outputs[at] = output;
    }
    return [carry, outputs[0].map((_, i) => stackRows(outputs.map((each) => each[i])))];
  },
};
