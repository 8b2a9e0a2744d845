// Runs other programs: quietly when all goes well, with their whole log when it does not.
import { spawn } from 'node:child_process';
import { root } from './workspace.mjs';

const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' };

/** Runs a program and resolves to `{ code, log }`; with `show`, its output goes straight to this terminal. */
export function command(program, args, { show = false, cwd = root, env = {} } = {}) {
  return new Promise((resolve) => {
    let log = '';
    const child = spawn(program, args, {
      cwd,
      env: { ...environment, ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.on('data', (chunk) => (log += chunk));
    child.stderr?.on('data', (chunk) => (log += chunk));
    child.on('error', (error) => resolve({ code: 1, log: `${program}: ${error.message}\n` }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 1, log: signal ? `${log}\n${signal}\n` : log }),
    );
  });
}

/** Runs a program of npm's (`npm`, `npx`) by npm's own JavaScript where it is known: no shell, on any system. */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) return command(process.execPath, [script, ...args], options);
  return command(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}

/** A binary of the root's devDependencies, run by this Node. */
export const tool = (script, args, options) =>
  command(process.execPath, [`node_modules/${script}`, ...args], options);

/**
 * One step of a task: its name, how long it took, and its log when it failed (or when `loud`).
 * `work` resolves to `{ code, log }`; so does the step.
 */
export async function step(name, work) {
  const start = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`  ${name} ...`);
  const result = await work();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (process.stdout.isTTY) process.stdout.write('\r');
  console.log(
    `${result.code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)${result.note ? `: ${result.note}` : ''}`,
  );
  if (result.code !== 0) console.log(`${result.log.trimEnd()}\n`);
  return result;
}
