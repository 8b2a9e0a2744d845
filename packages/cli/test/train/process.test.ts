// Runs as processes: killed at any time, interrupted, without room on the disk.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stream } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { at, bytesOf, expectSame, filesOf } from './tiny.ts';

const bin = fileURLToPath(new URL('../../bin/stokast.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly err: string;
}

/** A process; `during` may end it in whatever way. */
function run(argv: readonly string[], during?: (child: ReturnType<typeof spawn>) => void): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, ...argv], { stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr?.on('data', (chunk) => (err += chunk));
    child.on('exit', (code, signal) => resolve({ code, signal, err }));
    during?.(child);
  });
}

const BRIEF = ['train', 'vae', '--hidden=[8]', '--steps', '600', '--workers', '1', '--seed', '1', '--out'];
const LONG = BRIEF.map((word) => (word === '600' ? '4000' : word));

/** Calls back as soon as a file is there. */
function whenThere(path: string, then: () => void): void {
  const timer = setInterval(() => {
    if (!existsSync(path)) return;
    clearInterval(timer);
    then();
  }, 5);
}

test('killed at any time, and gone on with, a run ends as if it had never stopped', async () => {
  expect((await run([...BRIEF, at('whole')])).code).toBe(0);
  const pause = stream('when to kill');
  mkdirSync(at('killed'));
  let argv = [...BRIEF, at('killed')];
  let kills = 0;
  for (let i = 0; i < 4; i++) {
    const { signal, code, err } = await run(argv, (child) =>
      setTimeout(() => child.kill('SIGKILL'), 300 + 400 * pause.uniform()),
    );
    if (signal === 'SIGKILL') kills += 1;
    else expect([code, err]).toEqual([0, expect.any(String)]);
    // What is there is whole: no file is half written.
    for (const file of filesOf('killed'))
      expect(file).toMatch(/^[\w-]+\.(json|jsonl|safetensors|png|svg|html)(\.\d+\.tmp)?$/);
    if (existsSync(at('killed', 'config.json'))) argv = ['train', '--resume', at('killed'), '--workers', '1'];
  }
  expect(kills).toBeGreaterThan(0);
  expect((await run(argv)).code).toBe(0);
  expectSame('killed', 'whole');
});

describe('Ctrl-C', () => {
  test('once: saves, says how to go on, 130', async () => {
    const ended = await run([...LONG, at('once')], (child) =>
      whenThere(at('once', 'config.json'), () => setTimeout(() => child.kill('SIGINT'), 500)),
    );
    expect([ended.code, ended.err]).toEqual([
      130,
      expect.stringMatching(/stopped after step \d+ of 4000, and saved; go on with: stokast train --resume/),
    ]);
    const steps = bytesOf('once', 'metrics.jsonl')
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).step);
    expect(steps.length).toBeGreaterThan(0);
    expect(existsSync(at('once', 'model.safetensors'))).toBe(true);
  });
  test('twice: ends at once, and the folder can be gone on with', async () => {
    const ended = await run([...LONG, at('again')], (child) =>
      whenThere(at('again', 'config.json'), () =>
        setTimeout(() => {
          child.kill('SIGINT');
          child.kill('SIGINT');
          setTimeout(() => child.kill('SIGINT'), 1);
        }, 300),
      ),
    );
    expect(ended.code).toBe(130);
    expect(JSON.parse(readFileSync(at('again', 'config.json'), 'utf8')).steps).toBe(4000);
  });
});

// A limit on the size of files stands for a full disk: writing fails in the middle of a file.
test.skipIf(process.platform === 'win32')(
  'no room on the disk: exit code 5, and what was there is whole',
  async () => {
    const out = at('no-room');
    const limited = `ulimit -f 8; exec '${process.execPath}' '${bin}' "$@"`;
    const ended = await new Promise<Ended>((resolve) => {
      const argv = ['-c', limited, 'bash', ...BRIEF.map((word) => (word === '600' ? '5' : word)), out];
      const child = spawn('bash', argv, { stdio: ['ignore', 'ignore', 'pipe'] });
      let err = '';
      child.stderr?.on('data', (chunk) => (err += chunk));
      child.on('exit', (code, signal) => resolve({ code, signal, err }));
    });
    expect([ended.code, ended.err]).toEqual([5, expect.stringMatching(/no-room.*: EFBIG/)]);
    expect(filesOf('no-room').filter((file) => file.endsWith('.tmp'))).toEqual([]);
    expect((await run(['train', '--resume', out, '--workers', '1'])).code).toBe(0);
    expect(filesOf('no-room')).toContain('report.html');
  },
);

test('data that cannot be read leave no folder behind', async () => {
  writeFileSync(at('broken.csv'), '1,2\n3,x\n');
  const { code, err } = await run(['train', 'vae', '--data', at('broken.csv'), '--out', at('nothing')]);
  expect([code, err]).toEqual([3, expect.stringMatching(/broken\.csv, row 2/)]);
  expect(existsSync(at('nothing'))).toBe(false);
});

test('without a terminal nothing is redrawn', async () => {
  const { err } = await run([...BRIEF.map((word) => (word === '600' ? '20' : word)), at('quiet')]);
  expect(err).toBe('');
});
