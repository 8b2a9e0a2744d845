import { machine } from '@stokast/core-wasm';
import { integrate, Normal, type Stream } from '@stokast/sampling';
import { evaluator } from '../expression/evaluate.ts';
import { parse } from '../expression/parse.ts';
import { grouped, short } from '../numbers.ts';
import { plot } from '../terminal/plot.ts';
import { table } from '../terminal/table.ts';
import type { Part } from './part.ts';

const SIZES = [64, 256, 1024, 4096, 16_384, 65_536, 262_144];
/** Independent estimates at each size: their root-mean-square error is steady, a single error is not. */
const REPEATS = 24;
const METHODS = ['plain', 'antithetic', 'stratified', 'qmc'] as const;
const COMPARED = 65_536;
const TEXT = 'exp(x)';

export const integral: Part = {
  title: 'A Monte Carlo integral',
  async run({ context, screen, stream, say, show }) {
    const exact = Math.sqrt(machine().kernels.exp(1));
    const block = evaluator(parse(TEXT, ['x']), 1);
    const estimate = (s: Stream, samples: number, method: (typeof METHODS)[number]) =>
      integrate({ block }, Normal(0, 1), { stream: s, samples, method });
    await say(
      `The mean of ${TEXT} over x ~ Normal(0, 1) is an integral, and is known: sqrt(e) = ${exact.toFixed(6)}. Its estimate from N draws has an error that shrinks as 1/sqrt(N), in one dimension or in a thousand. Each point is the root-mean-square error of ${REPEATS} estimates.`,
    );
    const progress = context.progress('estimates', SIZES.length);
    const errors: [number, number][] = [];
    for (const [i, samples] of SIZES.entries()) {
      const squares = context.io.busy(() =>
        Array.from({ length: REPEATS }, (_, k) => {
          const error = estimate(stream.split([samples, k]), samples, 'plain').value - exact;
          return error * error;
        }),
      );
      errors.push([samples, Math.sqrt(squares.reduce((a, b) => a + b, 0) / REPEATS)]);
      progress.update(i + 1);
    }
    progress.end();
    // Var(exp(X)) = e^2 - e for X ~ Normal(0, 1).
    const deviation = Math.sqrt(machine().kernels.exp(2) - machine().kernels.exp(1));
    const theory = SIZES.map((n): [number, number] => [n, deviation / Math.sqrt(n)]);
    await show([
      '',
      ...plot(
        screen,
        [
          { label: 'error', points: errors, kind: 'points' },
          { label: `${short(deviation, 3)} / sqrt(N)`, points: theory, kind: 'line' },
        ],
        { height: 11, x: { label: 'N', log: true }, y: { log: true } },
      ),
      '',
    ]);
    const results = METHODS.map((method) => ({
      method,
      result: estimate(stream.split(method), COMPARED, method),
    }));
    const rows = results.map(({ method, result }) => [
      method,
      String(result),
      (result.value - exact).toExponential(1),
      short(results[0].result.standardError / result.standardError, 2),
    ]);
    await say(`With ${grouped(COMPARED)} draws, and some cleverness about which:`);
    await show(table(screen, [['method', 'estimate', 'true error', 'times as precise'], ...rows]));
    await show(['']);
    await say('In one dimension strata are hard to beat; qmc keeps its gain in several.');
    return {
      exact,
      rootMeanSquareErrors: errors,
      methods: Object.fromEntries(
        results.map(({ method, result }) => [
          method,
          { value: result.value, standardError: result.standardError },
        ]),
      ),
    };
  },
};
