// The processes that measure: this Node, a newer one for contenders that need it, Python with NumPy.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
const NEWER_NODE = beside('../contenders/node_modules/node/bin/node');

/** A child that answers one JSON line a request. */
class Runner {
  constructor(command, args, version) {
    this.version = version;
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async ask(request) {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`${this.version} ended`);
    return JSON.parse(value);
  }

  close() {
    this.child.stdin.end();
  }
}

/** The runners that there are here, by name. */
export function openRunners() {
  const runners = {
    node: new Runner(
      process.execPath,
      ['--no-warnings', beside('serve.mjs')],
      `Node ${process.versions.node}`,
    ),
  };
  if (existsSync(NEWER_NODE)) {
    const version = execFileSync(NEWER_NODE, ['--version'], { encoding: 'utf8' }).trim().slice(1);
    runners['newer node'] = new Runner(NEWER_NODE, ['--no-warnings', beside('serve.mjs')], `Node ${version}`);
  }
  try {
    const print = 'import numpy, platform; print(platform.python_version(), numpy.__version__)';
    const [python, numpy] = execFileSync('python3', ['-c', print], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split(/\s/);
    runners.numpy = new Runner('python3', [beside('serve.py')], `NumPy ${numpy} (Python ${python})`);
  } catch {
    // No python3 with numpy: its rows are left out, and the report says so.
  }
  return runners;
}
