// Who made the first number that is none.
import { useBackend } from '@stokast/core-wasm';
import { afterEach, expect, test } from 'vitest';
import { blameIn } from '../src/explain/blame.ts';
import {
  compile,
  f32,
  randomStream,
  type Specs,
  scan,
  type Tensor,
  type Tree,
  valueAndGrad,
  where,
} from '../src/index.ts';
import { insideOf } from '../src/program.ts';

afterEach(() => {
  useBackend('auto');
});

const NAMES = ['x', 'y'];

/** Of a function of vectors. */
function blamed(fn: (...tensors: Tensor[]) => Tree, ...values: (readonly number[])[]): string | undefined {
  const program = compile(fn as never, values.map(({ length }) => [length]) as never);
  const { graph } = insideOf(program as never).traced;
  const found = (['wasm', 'typescript'] as const).map((backend) => {
    useBackend(backend);
    const blame = blameIn(
      graph,
      NAMES,
      values.map((value) => Float64Array.from(value)),
    );
    return blame && `${blame.instruction}: ${blame.value}`;
  });
  expect(found[1]).toBe(found[0]);
  return found[0];
}

const infinite = Number.POSITIVE_INFINITY;

test('nobody, where all is finite', () => {
  expect(blamed((x) => x.exp().sum(), [1, 2])).toBeUndefined();
});

test('the one that made NaN or an infinity of finite numbers', () => {
  expect(blamed((x) => x.sub(1).log().add(x).sum(), [2, 0])).toBe('log.4 [2] of sub.3: NaN');
  expect(blamed((x, y) => x.div(y).sum(), [1, 2], [1, 0])).toBe('div.2 [2] of x, y: Infinity');
  expect(blamed((x) => x.mul(1000).exp().sum(), [1, 2])).toBe('exp.4 [2] of mul.3: Infinity');
});

test('an overflow, though the first NaN came of it', () => {
  expect(blamed((x) => x.exp().div(x.exp().add(1)).sum(), [1, 1000])).toBe('exp.1 [2] of x: Infinity');
});

test('infinities that are constants are meant', () => {
  const masked = (x: Tensor, y: Tensor) => where(y, x, -infinite).softmax().mul(x.sub(1).log()).sum();
  expect(blamed(masked as never, [2, 3, 4], [1, 0, 1])).toBeUndefined();
  expect(blamed(masked as never, [2, 3, 0], [1, 0, 1])).toMatch(/^log\.\d+ \[3\] of sub\.\d+: NaN$/);
  // Nothing is left to attend to: that is the fault of who makes NaN of the mask.
  expect(blamed(masked as never, [2, 3, 4], [0, 0, 0])).toMatch(/: NaN$/);
});

test('what comes in is nobody’s fault', () => {
  expect(blamed((x) => x.add(1).sum(), [Number.NaN, 1])).toBeUndefined();
});

test('gradients: finite forwards, infinite backwards', () => {
  const slope = valueAndGrad((x: Tensor) => x.sqrt().sum() as never);
  expect(blamed((x) => slope(x) as unknown as Tree, [4, 0])).toMatch(
    /^div\.\d+ \[2\] of 0\.5, sqrt\.\d+: Infinity$/,
  );
});

test('loops are blamed as a whole', () => {
  const grown = (x: Tensor) => scan((carry, y) => [carry.mul(carry), y], x, [...Array(20).keys()])[0].sum();
  expect(blamed(grown as never, [2, 1])).toMatch(/^scan\.\d+ \[2\] of x, constant\.\d+: Infinity$/);
});

test('draws and singles', () => {
  const program = compile(
    (x: Tensor, source: never) => {
      const noise = (source as { normal(shape: number[], options: object): Tensor }).normal([3], {
        dtype: 'f32',
      });
      return noise.mul(x).exp().sum() as Tensor;
    },
    [f32(), randomStream] as readonly Specs[] as never,
  );
  const { graph } = insideOf(program as never).traced;
  const place = new Float64Array(9);
  new Int32Array(place.buffer)[0] = 8; // chacha8, a key of zeros
  const blame = blameIn(graph, ['x', 'noise'], [Float32Array.of(1e30), place]);
  expect(blame).toMatchObject({
    instruction: expect.stringMatching(/^exp\.\d+ \[3\] of mul\.\d+$/),
    value: 'Infinity',
  });
});
