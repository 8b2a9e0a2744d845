// The built command as a process: pipes, signals, memory, start-up, and every example of the help.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../src/commands.ts';

const bin = fileURLToPath(new URL('../bin/stokast.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'stokast-'));

beforeAll(() => {
  const shim = join(folder, 'stokast');
  writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  chmodSync(shim, 0o755);
});

/** A line as a person types it, in an empty folder. */
function shell(line: string): { code: number | null; out: string; err: string } {
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', line], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

describe('the examples of the help run as they stand', async () => {
  const specs = await Promise.all(commands.map((entry) => entry.load()));
  for (const { name, examples } of specs) {
    // In order: what one saves, the next one loads.
    test(name, () => {
      expect(examples.length).toBeGreaterThan(0);
      for (const { line } of examples) {
        if (line === 'stokast tour --seed 1') continue; // ten seconds, which tour.test.ts spends once
        const { code, out, err } = shell(line);
        expect([line, code, err]).toEqual([line, 0, expect.not.stringMatching(/^stokast/m)]);
        if (!line.includes('--save')) expect(out.length).toBeGreaterThan(0);
        if (line.includes('--json')) JSON.parse(out);
      }
    });
  }
});

describe('pipes', () => {
  test('that close early', () => {
    expect(shell('stokast sample normal --n 1e7 --seed 1 | head -1')).toEqual({
      code: 0,
      out: expect.stringMatching(/^-?\d\.\d+\n$/),
      err: '',
    });
    expect(shell('stokast bits --n inf --seed 1 | head -c 5 | wc -c')).toMatchObject({
      code: 0,
      out: '5\n',
      err: '',
    });
    expect(shell('stokast sample normal --n 1e6 --json --seed 1 | true')).toMatchObject({ code: 0, err: '' });
    expect(shell('stokast --help | true')).toMatchObject({ code: 0, err: '' });
  });
  test('that cannot take more', () => {
    expect(shell('stokast sample normal --n 10 --seed 1 > /dev/full')).toMatchObject({
      code: 5,
      err: /ENOSPC/,
    });
  });
  test('of many bytes', () => {
    expect(shell('stokast bits --n 100M --seed 1 --quiet | wc -c').out).toBe('400000000\n');
  });
  test('there and back', () => {
    const { out } = shell('stokast sample normal --mu 3 --n 20k --seed 1 | stokast fit normal - --json');
    expect(JSON.parse(out).fit.parameters.mu).toBeCloseTo(3, 1);
  });
});

test('memory does not grow with n', () => {
  const peak = (n: string): number => {
    const probe = `process.on('exit', () => console.error(process.resourceUsage().maxRSS)); process.argv.splice(1, 1, 'stokast'); await import(${JSON.stringify(bin)})`;
    const line = `'${process.execPath}' --input-type=module -e '${probe.replaceAll("'", "'\\''")}' - sample normal --n ${n} --seed 1 --quiet > /dev/null`;
    return Number(shell(line).err);
  };
  const least = peak('1e6');
  expect(least).toBeGreaterThan(10_000);
  expect(peak('1e7')).toBeLessThan(least + 60_000); // kB; ten million draws take 80 000, and their text 190 000
});

describe('Ctrl-C', () => {
  /** Exit code, or 128 + signal as a shell reports it. */
  const interrupted = (args: string[], stdout: 'pipe' | 'ignore'): Promise<number | null> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', stdout, 'ignore'] });
      // A pipe that nobody reads from fills up, and holds the writer.
      setTimeout(() => child.kill('SIGINT'), 700);
      child.on('exit', (code, signal) => resolve(signal === 'SIGINT' ? 130 : code));
    });
  test('ends a stream to a file', async () => {
    expect(await interrupted(['bits', '--n', 'inf', '--seed', '1'], 'ignore')).toBe(130);
  });
  test('ends a stream to a pipe that is full', async () => {
    expect(await interrupted(['bits', '--n', 'inf', '--seed', '1'], 'pipe')).toBe(130);
  });
  test('ends work that writes nothing', async () => {
    const args = ['integrate', 'exp(sin(x)) + cos(x)', '--over', 'normal', '--samples', '1e8', '--seed', '1'];
    expect(await interrupted(args, 'ignore')).toBe(130);
  });
  test('ends work between writes', async () => {
    expect(await interrupted(['sample', 'normal', '--n', '1e9', '--plot', '--seed', '1'], 'ignore')).toBe(
      130,
    );
  });
});

test('starts quickly', () => {
  const quickest = (args: string[]): number => {
    const times = Array.from({ length: 7 }, () => {
      const start = performance.now();
      spawnSync(process.execPath, args);
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  expect(quickest([bin, '--version'])).toBeLessThan(quickest(['-e', '0']) + 100);
});
