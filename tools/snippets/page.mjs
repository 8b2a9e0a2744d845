// One document or source: runs its blocks, and says what differs from what it shows.
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, shown } from '../lib/workspace.mjs';
import { blocksOf, withBlocks } from './extract.mjs';
import { commandsOf, run, says } from './shell.mjs';
import { prepare, rewritten } from './typescript.mjs';

const runtime = pathToFileURL(join(root, 'tools', 'snippets', 'runtime.mjs')).href;
/** Not run: what says so itself (a command that takes long), and the files of recipes (recipes.test.mjs). */
const runs = ({ flags }) => !['no-run', 'skeleton', 'append'].includes(flags[0]);

function inChild(urls) {
  return new Promise((resolve, reject) => {
    const child = fork(join(root, 'tools', 'snippets', 'child.mjs'), urls, {
      stdio: 'inherit',
      execArgv: [],
    });
    let answers;
    child.on('message', (message) => (answers = message));
    child.on('error', reject);
    child.on('exit', (code) =>
      answers ? resolve(answers) : reject(new Error(`snippets ended with code ${code}`)),
    );
  });
}

async function runTypescript(path, blocks) {
  const results = [];
  // Inside the repository, so that the packages are found by their names.
  const folder = join(root, 'tools', 'build', 'snippets');
  mkdirSync(folder, { recursive: true });
  const place = mkdtempSync(join(folder, `${basename(path)}-`));
  try {
    const ready = [];
    for (const block of blocks) {
      try {
        const { code, annotations } = prepare(block.lines, runtime);
        const file = join(place, `line-${block.line}.mjs`);
        writeFileSync(file, code);
        ready.push({ block, annotations, url: pathToFileURL(file).href });
      } catch (error) {
        results.push({ block, problems: [{ line: block.line, text: error.message }] });
      }
    }
    const answers = ready.length > 0 ? await inChild(ready.map(({ url }) => url)) : [];
    ready.forEach(({ block, annotations }, index) => {
      const { said, error } = answers[index];
      const problems = error
        ? [{ line: block.line, text: error.replaceAll(pathToFileURL(root).href, '.') }]
        : [];
      for (const { statement, from, expected } of annotations) {
        if (said[statement] !== undefined && said[statement] !== expected) {
          const text = `shows\n    ${expected.replaceAll('\n', '\n    ')}\n  but it is\n    ${said[statement].replaceAll('\n', '\n    ')}`;
          problems.push({ line: block.line + from, text });
        }
      }
      const complete = annotations.every(({ statement }) => said[statement] !== undefined);
      results.push({
        block,
        problems,
        lines: complete ? rewritten(block.lines, annotations, said) : block.lines,
      });
    });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  return results;
}

function runShell(block) {
  const problems = [];
  const lines = [...block.lines];
  const cwd = mkdtempSync(join(tmpdir(), 'stokast-docs-'));
  try {
    const answers = commandsOf(block.lines).map((each) => ({ ...each, ...run(each.command, cwd) }));
    for (const { command, at, expected, status, lines: actual } of answers.reverse()) {
      const line = block.line + at - 1;
      if (expected.length === 0) {
        if (status !== 0)
          problems.push({ line, text: `${command} ends with ${status}\n${actual.join('\n')}` });
      } else if (!says(actual, expected)) {
        problems.push({ line, text: `${command} prints\n    ${actual.join('\n    ')}` });
        lines.splice(at, expected.length, ...actual);
      }
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
  return { block, problems: problems.reverse(), lines };
}

/** Runs a page; returns its problems, one text each. With `update`, writes what is so in the place of what is shown. */
export async function runPage(path, { update = false } = {}) {
  const text = readFileSync(path, 'utf8');
  const blocks = blocksOf(path, text).filter(runs);
  const typescript = blocks.filter(({ language }) => language === 'ts');
  const shell = blocks.filter(({ language }) => ['bash', 'sh', 'console'].includes(language));
  const results = [...(await runTypescript(path, typescript)), ...shell.map(runShell)];
  if (update) {
    const changes = results.filter(
      ({ block, lines }) => lines && lines.join('\n') !== block.lines.join('\n'),
    );
    if (changes.length > 0) writeFileSync(path, withBlocks(text, changes));
  }
  return results.flatMap(({ problems }) =>
    problems.map(({ line, text: fault }) => `${shown(root, path)}:${line}: ${fault}`),
  );
}
