// Runs a block of TypeScript and says what its `//=>` lines should say.
//
// `expression; //=> value` shows a value, `const x = ...; //=> value` that of x, and after a statement that prints,
// what it printed; a value of several lines goes on in further lines of `//=>`. An expression that throws shows the
// error. Everything is compared as text, exactly.
import { transformSync } from 'esbuild';
import { parseFile } from '../lib/parse.mjs';

const arrow = /\/\/=>[ ]?(.*)$/;

/** The `//=>` lines of a block: `{ statement, from, to, inline, expected }`, lines counted from 0. */
function annotationsOf(lines, statements, lineOf) {
  const found = [];
  lines.forEach((line, index) => {
    const match = line.match(arrow);
    if (!match) return;
    const inline = line.slice(0, match.index).trim() !== '';
    const last = found.at(-1);
    if (!inline && last && last.to === index - 1) {
      last.to = index;
      last.expected += `\n${match[1].trimEnd()}`;
      return;
    }
    const end = (statement) => lineOf(statement.end) - 1;
    const statement = statements.findLastIndex((each) => (inline ? end(each) === index : end(each) < index));
    if (statement < 0) throw new Error(`line ${index + 1}: //=> follows no statement`);
    found.push({ statement, from: index, to: index, inline, expected: match[1].trimEnd() });
  });
  return found;
}

function instrumented(text, statement, index) {
  const code = text.slice(statement.start, statement.end);
  const begin = `__begin(${index});`;
  if (statement.type === 'ExpressionStatement') {
    const { start, end } = statement.expression;
    return `${begin} try { __value(${index}, (${text.slice(start, end)})); } catch (__error) { __threw(${index}, __error); }`;
  }
  if (statement.type === 'VariableDeclaration') {
    const { id } = statement.declarations.at(-1);
    if (id.type === 'Identifier') return `${begin} ${code}; __value(${index}, ${id.name});`;
  }
  return `${begin} ${code}; __value(${index}, undefined);`;
}

/** A block made ready: `code` (JavaScript that imports `runtime`) and its annotations. */
export function prepare(lines, runtime) {
  const text = lines.join('\n');
  const { program, lineOf } = parseFile('snippet.ts', text);
  const annotations = annotationsOf(lines, program.body, lineOf);
  let code = text;
  for (const index of [...new Set(annotations.map(({ statement }) => statement))].sort((a, b) => b - a)) {
    const statement = program.body[index];
    code = code.slice(0, statement.start) + instrumented(text, statement, index) + code.slice(statement.end);
  }
  const head = `import { begin as __begin, console, threw as __threw, value as __value } from ${JSON.stringify(runtime)};\n`;
  const options = { loader: 'ts', format: 'esm', target: 'node20' };
  return { code: transformSync(head + code, options).code, annotations };
}

/** The block's lines with what its statements said in the place of its `//=>` lines; `said` is by statement. */
export function rewritten(lines, annotations, said) {
  const fresh = [...lines];
  for (const { statement, from, to, inline } of [...annotations].reverse()) {
    const answers = said[statement].split('\n').map((line) => `//=> ${line}`.trimEnd());
    const indent = fresh[from].match(/^\s*/)[0];
    if (!inline) fresh.splice(from, to - from + 1, ...answers.map((line) => indent + line));
    else {
      const before = fresh[from].slice(0, fresh[from].search(arrow));
      const together = answers.length === 1;
      const first = together ? before + answers[0] : before.trimEnd();
      fresh.splice(from, to - from + 1, first, ...(together ? [] : answers.map((line) => indent + line)));
    }
  }
  return fresh;
}
