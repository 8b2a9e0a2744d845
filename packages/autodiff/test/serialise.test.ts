// Programs as data: written, read, and read from those who mean no good.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromJSON, type NodeData, type ProgramData } from '../src/index.ts';
import { operations } from '../src/operations/index.ts';
import { ruleOf } from '../src/serialise/rules.ts';
import { runBoth } from './check.ts';
import { samples } from './samples.ts';

const json = (value: unknown): ProgramData => JSON.parse(JSON.stringify(value));

describe.each(Object.entries(samples()))('%s', (_, { program, values }) => {
  test('comes back with the same data and the same bits', () => {
    const text = JSON.stringify(program);
    const again = fromJSON(JSON.parse(text));
    expect(JSON.stringify(again)).toBe(text);
    expect(again.inputs).toEqual(program.inputs);
    expect(again.outputs).toEqual(program.outputs);
    expect(again.bytes).toBe(program.bytes);
    expect(runBoth(again, ...values)).toStrictEqual(runBoth(program, ...values));
  });
});

test('every operation has a rule, and stands in a sample', () => {
  const seen = new Set(
    Object.values(samples()).flatMap(({ program }) =>
      program.toJSON().nodes.map(({ operation }) => operation),
    ),
  );
  // `bundle` is there only while a scan is differentiated.
  const all = Object.keys(operations).filter((name) => name !== 'bundle');
  expect(all.filter((name) => !seen.has(name))).toEqual([]);
  expect(all.filter((name) => !(name === 'input' || name === 'constant') && !ruleOf(name))).toEqual([]);
});

describe('what no program can be', () => {
  const base = (): ProgramData => json(samples()['a loop in a loop'].program);
  const node = (operation: string, rest: object = {}): NodeData => ({ operation, ...rest }) as NodeData;
  const program = (
    nodes: readonly NodeData[],
    result: unknown = nodes.length - 1,
    given: unknown = [0],
  ): unknown => ({
    format: 'stokast-program',
    version: 1,
    nodes: [node('input', { shape: [4, 6], dtype: 'f64' }), ...nodes],
    arguments: given,
    result: typeof result === 'number' ? result + 1 : result,
  });
  const one = (operation: string, attributes?: object, inputs: unknown[] = [0]): unknown =>
    program([node(operation, { inputs, ...(attributes ? { attributes } : {}) })]);
  const two = (operation: string, second: object, attributes?: object): unknown =>
    program(
      [node('input', second), node(operation, { inputs: [0, 1], attributes: attributes ?? {} })],
      1,
      [0, 1],
    );
  const f64 = (...shape: number[]) => ({ shape, dtype: 'f64' });

  test.each<[string, unknown]>([
    ['program', 3],
    ['program.format', {}],
    ['program.version', { ...base(), version: 2 }],
    ['program.nodes', { ...base(), nodes: {} }],
    ['program.nodes[0]', { ...base(), nodes: [null] }],
    ['program.arguments', { ...base(), arguments: { a: 0 } }],
    [
      'program.result',
      program([node('neg', { inputs: [0] })], { a: 9 }) && { ...base(), result: {}.toString },
    ],
    ['program.result.a', program([node('neg', { inputs: [0] })], { a: 9 })],
    ['program.arguments[0]', program([], 0, [7])],
    ['program.arguments', program([], -1, [0, 0])],
    ['program.result', program([node('input', f64(3))], 0, [0])],
    ['program.nodes[1].operation', one('explode')],
    ['program.nodes[1].operation', one('toString')],
    ['program.nodes[1].attributes.family', one('density')],
    ['program.nodes[1].inputs.length', one('density', { family: 0, column: 0 })],
    ['program.nodes[2].attributes.column', two('density', f64(4, 6), { family: 3, column: 1 })],
    ['program.nodes[1].inputs', one('cholesky')],
    ['program.nodes[1].operation', program([node(3 as never)])],
    ['program.nodes[1].inputs', one('neg', undefined, 0 as never)],
    ['program.nodes[1].inputs[0]', one('neg', undefined, [1])],
    ['program.nodes[1].inputs[0]', one('neg', undefined, [-1])],
    ['program.nodes[1].inputs[0]', one('neg', undefined, [0.5])],
    ['program.nodes[1].inputs.length', one('neg', undefined, [0, 0])],
    ['program.nodes[1].inputs.length', one('add')],
    ['program.nodes[1].attributes.axes', one('neg', { axes: [0] })],
    ['program.nodes[2].inputs', two('add', f64(4, 5))],
    ['program.nodes[2].inputs', two('add', { shape: [4, 6], dtype: 'f32' })],
    ['program.nodes[2].inputs', two('matmul', f64(5, 2))],
    ['program.nodes[1].attributes.axes', one('sum', { axes: [0, 0] })],
    ['program.nodes[1].attributes.axes', one('sum', { axes: [2] })],
    ['program.nodes[1].attributes.axes', one('sum', { axes: [] })],
    ['program.nodes[1].attributes.axes', one('sum')],
    ['program.nodes[1].attributes.axes', one('sum', { axes: '0' })],
    ['program.nodes[1].attributes.axes', one('transpose', { axes: [0, 0] })],
    ['program.nodes[1].attributes.axes', one('transpose', { axes: [0] })],
    ['program.nodes[1].attributes.shape', one('expand', { shape: [4, 6, 0] })],
    ['program.nodes[1].attributes.start', one('slice', { start: [3, 0], size: [2, 1], step: [1, 1] })],
    ['program.nodes[1].attributes.start', one('slice', { start: [0, 5], size: [1, 2], step: [1, 1] })],
    ['program.nodes[1].attributes.start', one('slice', { start: [0, 0], size: [1, 2], step: [1, -1] })],
    ['program.nodes[1].attributes.start', one('slice', { start: [0], size: [1], step: [1] })],
    ['program.nodes[1].attributes.size', one('slice', { start: [0, 0], size: [1, 1e9], step: [1, 0] })],
    [
      'program.nodes[1].attributes.where[0].start',
      one('place', { shape: [4, 6], where: [{ start: [0, 1], step: [1, 1] }] }),
    ],
    ['program.nodes[1].attributes.where', one('place', { shape: [4, 6], where: [] })],
    ['program.nodes[1].attributes.where[0]', one('place', { shape: [4, 6], where: [null] })],
    ['program.nodes[1].attributes.where[0].start', one('place', { shape: [4, 6], where: [[]] })],
    ['program.nodes[1].attributes.dtype', one('cast', { dtype: 'f16' })],
    [
      'program.nodes[1].inputs',
      one('fold', { kernel: [1, 1], stride: [1, 1], pad: [0, 0], image: [1, 1], out: [1, 1] }),
    ],
    ['program.nodes[2].attributes.shape', two('scatterAdd', f64(4), { shape: [] })],
    ['program.nodes[2].attributes.reverse', two('linearScan', f64(4, 6), { reverse: 0 })],
    ['program.nodes[1].shape[0]', program([node('input', f64(1e9))])],
    ['program.nodes[1].shape', program([node('input', f64(20000, 20000))])],
    ['program.nodes[1]', program([node('expand', { inputs: [0], attributes: { shape: [10000000, 4, 6] } })])],
    ['program.nodes[1].dtype', program([node('input', { shape: [3], dtype: 'f16' })])],
    ['program.nodes[1].data', program([node('constant', { ...f64(2), data: [1] })])],
    [
      'program.nodes[1].data',
      program([node('constant', { ...f64(2), data: [1, Number.POSITIVE_INFINITY] })]),
    ],
    ['program.nodes[1].data', program([node('constant', { ...f64(2), data: 'AAAA' })])],
    ['program.nodes[1].data', program([node('constant', { ...f64(2), data: '!'.repeat(24) })])],
  ])('%s', (parameter, data) => {
    expect(() => fromJSON(data as ProgramData)).toThrow(expect.objectContaining({ parameter }));
  });

  test('more memory than there is', () => {
    const large = node('expand', { inputs: [0], attributes: { shape: [5000000, 4, 6] } });
    const nodes = [1, 2, 3].flatMap((i) => [large, node('exp', { inputs: [2 * i - 1] })]);
    expect(() => fromJSON(program(nodes, { a: 2, b: 4, c: 6 }) as ProgramData)).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_MEMORY' }),
    );
  });

  test('a scan whose body leaves it', () => {
    const change = (at: (nodes: NodeData[]) => void): (() => unknown) => {
      const data = base();
      at(data.nodes as NodeData[]);
      return () => fromJSON(data);
    };
    const scans = base().nodes.flatMap(({ operation }, i) => (operation === 'scan' ? [i] : []));
    const [inner, outer] = scans;
    const { attributes } = base().nodes[outer];
    const { inputs: placeholders } = (attributes as { body: unknown }).body as { inputs: number[] };
    const coded = expect.objectContaining({ code: expect.stringContaining('STOKAST_E') });
    // Read from outside, bound twice, of another length, with a constant more.
    expect(change((nodes) => nodes.push(node('neg', { inputs: [placeholders[0]] })))).not.toThrow();
    const escaped = { ...base(), result: placeholders[0] };
    expect(() => fromJSON(escaped as ProgramData)).toThrow(coded);
    expect(
      change((nodes) => {
        nodes[inner] = nodes[outer];
      }),
    ).toThrow(coded);
    const { carries } = base().nodes[inner].attributes as { carries: number };
    expect(
      change((nodes) => {
        // What a loop gives is had by pick: the inner one is no result of the outer.
        const body = { inputs: placeholders, outputs: [inner, inner].slice(0, carries + 1) };
        nodes[outer] = { ...nodes[outer], attributes: { ...attributes, body } };
      }),
    ).toThrow(expect.objectContaining({ parameter: `program.nodes[${outer}].attributes.body.outputs[0]` }));
    for (const changed of [
      { length: 7 },
      { length: 0 },
      { carries: 0 },
      { carries: 3 },
      { sequences: 2 },
      { body: 3 },
    ]) {
      expect(
        change((nodes) => {
          nodes[outer] = { ...nodes[outer], attributes: { ...attributes, ...changed } };
        }),
      ).toThrow(coded);
    }
    expect(
      change((nodes) => {
        nodes[outer] = { ...nodes[outer], inputs: [...(nodes[outer].inputs ?? []), 0] };
      }),
    ).toThrow(coded);
  });

  test('changes at random are refused with a code, or make a program that stays in its memory', () => {
    const texts = Object.values(samples()).map(({ program }) => JSON.stringify(program));
    const replacements = [0, 1, -1, 2, 3, 5, 7, 100, 1e9, 0.5, null, 'f32', 'x', [], {}, true, [0], [1, 1]];
    fc.assert(
      fc.property(
        fc.nat(texts.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.nat(replacements.length - 1)), { minLength: 1, maxLength: 3 }),
        (which, changes) => {
          const data = JSON.parse(texts[which]);
          for (const [at, by] of changes) replace(data.nodes, at, replacements[by]);
          return harmless(data);
        },
      ),
      { numRuns: 2000, seed: 5 },
    );
  });
});

/** Puts something in the place of one of all the values in a nesting. */
function replace(root: object, at: number, by: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push([value as Record<string, unknown>, key]);
      walk((value as Record<string, unknown>)[key]);
    }
  };
  walk(root);
  const [holder, key] = places[at % places.length];
  holder[key] = structuredClone(by);
}

/** Is the program refused in the right way, by the rules and not by what stands behind them? */
function harmless(data: ProgramData): boolean {
  try {
    fromJSON(data);
  } catch (error) {
    const { code, parameter } = error as { code?: string; parameter?: string };
    const isOfRules = parameter !== 'program' || code === 'STOKAST_E_MEMORY';
    if (!code?.startsWith('STOKAST_E') || !isOfRules) throw error;
  }
  return true;
}
