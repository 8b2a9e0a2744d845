import { type Backend, type Engine, useBackend } from '@stokast/core-wasm';
import { Bernoulli, Categorical, Exponential, keep, Normal, stream, Uniform } from '@stokast/sampling';
import { madeBy } from '../algorithms.ts';
import type { CommandSpec } from '../command.ts';
import { short } from '../numbers.ts';
import { table } from '../terminal/table.ts';

interface Job {
  readonly name: string;
  /** Made anew for each backend: kept data stays with the machine it was kept in. */
  make(n: number): () => unknown;
}

const N = 1 << 18;
/** What is measured, for the record. */
const MEASURED = [
  'chacha8',
  'chacha20',
  'philox4x32-10',
  'uniform',
  'normal',
  'exponential',
  'bernoulli',
  'categorical',
] as const;
/** Time for one job on one backend, and the least number of rounds. */
const BUDGET_MS = 120;
const ROUNDS = 5;

const words = (engine: Engine): Job => ({
  name: `words ${engine}`,
  make(n) {
    const s = stream(1, { engine });
    const out = new Uint32Array(n);
    return () => s.fillWords(out);
  },
});

const fill = (
  name: string,
  what: { fill(s: ReturnType<typeof stream>, out: Float64Array): unknown },
): Job => ({
  name,
  make(n) {
    const s = stream(1);
    const out = new Float64Array(n);
    return () => what.fill(s, out);
  },
});

const jobs = (): Job[] => [
  words('chacha8'),
  words('chacha20'),
  words('philox4x32-10'),
  fill('uniform', Uniform()),
  fill('normal', Normal()),
  fill('exponential', Exponential()),
  fill('bernoulli', Bernoulli(0.3)),
  fill('categorical, 1000 weights', Categorical({ probabilities: new Array(1000).fill(0.001) })),
  {
    name: 'normal log-likelihood',
    make(n) {
      const data = keep(Normal().sample(stream(1), n));
      const d = Normal(0.1, 1.1);
      return () => d.logLikelihood(data);
    },
  },
];

/** Median nanoseconds an element. */
function measure(job: Job, choice: Backend): number {
  useBackend(choice);
  const once = job.make(N);
  once();
  const times: number[] = [];
  const end = performance.now() + BUDGET_MS;
  while (times.length < ROUNDS || performance.now() < end) {
    const start = performance.now();
    once();
    times.push(((performance.now() - start) * 1e6) / N);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}

export const bench: CommandSpec = {
  name: 'bench',
  summary: 'how fast the kernels are here, in a few seconds',
  examples: [
    { line: 'stokast bench', says: 'nanoseconds an element, WebAssembly against the TypeScript fallback' },
    { line: 'stokast bench --json', says: 'the same for programs' },
  ],
  about: `Arrays of ${N} elements, medians. A quick look: the benchmarks of the repository compare with other libraries, and take their time.`,
  define() {},
  async run(context) {
    const progress = context.progress('kernels');
    const results: { name: string; wasm: number; typescript: number }[] = [];
    for (const job of jobs()) {
      const [wasm, typescript] = context.io.busy(() => [measure(job, 'wasm'), measure(job, 'typescript')]);
      results.push({ name: job.name, wasm, typescript });
      progress.update(results.length);
      await new Promise((resolve) => setImmediate(resolve)); // so that progress is seen
    }
    useBackend('auto');
    progress.end();
    if (context.json) {
      const machine = { node: process.versions.node, platform: `${process.platform} ${process.arch}` };
      await context.print(
        JSON.stringify({
          command: 'bench',
          ...madeBy(...MEASURED),
          ...machine,
          unit: 'ns per element',
          n: N,
          results,
        }),
      );
      return undefined;
    }
    const rows = results.map(({ name, wasm, typescript }) => [
      name,
      short(wasm, 3),
      short(typescript, 3),
      `${short(typescript / wasm, 2)}x`,
    ]);
    await context.print(
      table(context.screen, [['ns per element', 'wasm', 'typescript', 'ratio'], ...rows]).join('\n'),
    );
    return undefined;
  },
};
