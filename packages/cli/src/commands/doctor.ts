import { createHash } from 'node:crypto';
import {
  type Backend,
  backend,
  type Engine,
  engines,
  fallbackReason,
  machine,
  useBackend,
} from '@stokast/core-wasm';
import { Exponential, Normal, stream } from '@stokast/sampling';
import { madeBy } from '../algorithms.ts';
import type { CommandSpec } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { version } from '../version.ts';

/** First word of ChaCha20 for the key of zeros: the keystream of the Strombergson draft begins 76 b8 e0 ad. */
const CHACHA20_ZERO_KEY = 0xade0b876;
/** SHA-256 of the draws below: a change is a change of values, and needs a new version of the algorithm. */
const EXPECTED = '39718253f254d2c934a41e947b14b5eafc82510edfae29d87fc524a90de5412b';
const SEED = 'stokast doctor';

/** A module with one SIMD instruction (i8x16.splat), as the specification encodes it. */
const SIMD_MODULE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
); // biome-ignore format: bytes

/** Words of every engine, normals and exponentials: the bits that must be the same everywhere. */
function hashOfDraws(): string {
  const hash = createHash('sha256');
  for (const engine of Object.keys(engines) as Engine[]) {
    hash.update(stream(SEED, { engine }).words(1000));
  }
  hash.update(Normal().sample(stream(SEED), 10_000));
  hash.update(Exponential().sample(stream(SEED), 10_000));
  return hash.digest('hex');
}

interface Check {
  readonly backend: Backend;
  /** Undefined when the backend cannot run here. */
  readonly hash: string | undefined;
  readonly vector: boolean;
}

function checkBackend(choice: Backend): Check {
  try {
    useBackend(choice);
  } catch {
    return { backend: choice, hash: undefined, vector: false };
  }
  const m = machine();
  m.kernels.fillWords(m.source('chacha20', new Uint32Array(8)), 0, 1, m.scratch);
  const vector = m.u32[m.scratch >> 2] === CHACHA20_ZERO_KEY;
  return { backend: choice, hash: hashOfDraws(), vector };
}

export const doctor: CommandSpec = {
  name: 'doctor',
  summary: 'versions, backend, features, and a check that the bits are the right ones',
  examples: [
    { line: 'stokast doctor', says: 'what runs here, and whether it is right' },
    { line: 'stokast doctor --json', says: 'the same for programs, or to go with a bug report' },
  ],
  about: 'Exit code 1 when a check fails. Exit code 0 also when the fallback runs: it gives the same bits.',
  define() {},
  async run(context) {
    useBackend('auto');
    const chosen = backend();
    const reason = fallbackReason();
    const checks = (['wasm', 'typescript'] as const).map(checkBackend);
    useBackend('auto');
    const good = checks.every(({ hash, vector }) => hash === undefined || (hash === EXPECTED && vector));
    const report = {
      ...madeBy('seed', ...(Object.keys(engines) as Engine[]), 'normal', 'exponential'),
      node: process.versions.node,
      v8: process.versions.v8,
      platform: `${process.platform} ${process.arch}`,
      littleEndian: new Uint8Array(new Uint32Array([1]).buffer)[0] === 1,
      simd: typeof WebAssembly !== 'undefined' && WebAssembly.validate(SIMD_MODULE),
      backend: chosen,
      fallbackReason: reason ?? null,
      seed: SEED,
      expected: EXPECTED,
      checks: checks.map(({ backend: name, hash, vector }) => ({
        backend: name,
        hash: hash ?? null,
        vector,
      })),
      ok: good,
    };
    if (context.json) {
      await context.print(JSON.stringify(report));
    } else {
      const { style } = context.screen;
      const verdict = ({ hash, vector }: Check): string => {
        if (hash === undefined) return style.dim('cannot run here');
        return hash === EXPECTED && vector ? style.good('the right bits') : style.bad(`wrong bits: ${hash}`);
      };
      const rows: [string, string][] = [
        ['stokast', version()],
        ['node', `${report.node} (V8 ${report.v8}) on ${report.platform}`],
        ['byte order', report.littleEndian ? 'little-endian' : 'big-endian: not supported'],
        ['WASM SIMD', report.simd ? 'yes' : 'no'],
        ['backend', reason === undefined ? chosen : `${chosen}, because WebAssembly failed: ${reason}`],
        ...checks.map((check): [string, string] => [`check ${check.backend}`, verdict(check)]),
        ['test vector', `sha256 ${EXPECTED.slice(0, 16)}... of draws from the seed "${SEED}"`],
      ];
      await context.print(rows.map(([name, text]) => `${name.padEnd(16)} ${text}`).join('\n'));
    }
    return good ? exitCodes.ok : exitCodes.diagnostics;
  },
};
