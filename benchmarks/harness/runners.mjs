// Where rows are measured: this Node, a newer one for contenders that need it, Python with NumPy.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
const NEWER_NODE = beside('../contenders/node_modules/node/bin/node');

/** A process that answers one JSON line a request. */
class Process {
  constructor([command, ...args]) {
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async ask(request) {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.lines.next();
    if (done) return { error: 'its process ended' };
    return JSON.parse(value);
  }

  close() {
    this.child.stdin.end();
  }
}

/** The runtimes that there are here, by name: `{ version, open() }`, where `open` starts a process that measures. */
export function findRuntimes() {
  const runtime = (version, ...command) => ({ version, open: () => new Process(command) });
  const serve = ['--no-warnings', beside('serve.mjs')];
  const runtimes = { node: runtime(`Node ${process.versions.node}`, process.execPath, ...serve) };
  if (existsSync(NEWER_NODE)) {
    const version = execFileSync(NEWER_NODE, ['--version'], { encoding: 'utf8' }).trim().slice(1);
    runtimes['newer node'] = runtime(`Node ${version}`, NEWER_NODE, ...serve);
  }
  try {
    const print = 'import numpy, platform; print(platform.python_version(), numpy.__version__)';
    const [python, numpy] = execFileSync('python3', ['-c', print], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split(/\s/);
    runtimes.numpy = runtime(`NumPy ${numpy} (Python ${python})`, 'python3', beside('serve.py'));
  } catch {
    // No python3 with numpy: its rows are left out, and the report says so.
  }
  return runtimes;
}
