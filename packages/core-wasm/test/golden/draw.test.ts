// Values are API: these hashes change only with a new version of the algorithm and a line in the changelog.
// UPDATE_GOLDEN=1 npx vitest run test/golden writes draw.json anew.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Engine, Machine } from '../../src/machine';
import { backends, eachBackend, testKey } from '../backends';
import { fills } from '../fills';

const file = new URL('./draw.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as { version: number; hashes: Record<string, string> };

const engines: Engine[] = ['chacha8', 'chacha12', 'chacha20', 'philox4x32-10'];
const POSITION = 2 ** 36 - 1001;

function digest(machine: Machine, address: number, bytes: number): string {
  return createHash('sha256')
    .update(machine.u8.subarray(address, address + bytes))
    .digest('hex')
    .slice(0, 16);
}

/** Name of a kernel and engine -> hash of what it draws. */
function hashes(machine: Machine): Record<string, string> {
  const result: Record<string, string> = {};
  const { scratch, kernels } = machine;
  for (const engine of engines) {
    for (const [name, { bytes, prepare, fill }] of Object.entries(fills)) {
      if (engine !== 'chacha8' && name !== 'words' && name !== 'normal') continue;
      const hash = createHash('sha256');
      for (let chunk = 0; chunk < 4; chunk++) {
        prepare?.(machine);
        fill(machine, machine.source(engine, testKey(1)), POSITION + 60_000 * chunk, 16_000, scratch);
        hash.update(machine.u8.subarray(scratch, scratch + 16_000 * bytes));
      }
      result[`${name}, ${engine}`] = hash.digest('hex').slice(0, 16);
    }
  }
  const source = machine.source('chacha8', testKey(1));
  const at = scratch >> 2;
  for (let i = 0; i < 10_000; i++) machine.i32[at + i] = i;
  kernels.shuffle(source, POSITION, 10_000, scratch);
  result['shuffle of 10 000'] = digest(machine, scratch, 40_000);
  kernels.choose(source, POSITION, 2 ** 31 - 1, 3000, scratch + 131_072, scratch);
  result['choice of 3000 from 2^31 - 1'] = digest(machine, scratch, 12_000);
  for (let i = 0; i < 500; i++) machine.f64[((scratch + 4096) >> 3) + i] = ((i * 37) % 101) / 10;
  for (let i = 0; i < 1000; i++) {
    machine.i32[at + i] = kernels.drawFromLogits(
      source,
      POSITION + i,
      scratch + 4096,
      0,
      500,
      0,
      -1,
      -Infinity,
    );
  }
  result['1000 races of 500'] = digest(machine, scratch, 4000);
  return result;
}

test.each(eachBackend)('golden values on %s', (_, machine) => {
  if (process.env.UPDATE_GOLDEN === '1') {
    const made = { version: golden.version, hashes: hashes(backends.portable) };
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
    Object.assign(golden, made);
  }
  expect(hashes(machine)).toEqual(golden.hashes);
});
