// Same bits everywhere: no package calls a function of the host's Math that engines compute differently, nor `**`.
// Math's constants are doubles that the language fixes; they are no calls, and stay.
import { join } from 'node:path';
import { parseFile, walk } from '../lib/parse.mjs';
import { filesUnder, packages, shown } from '../lib/workspace.mjs';

const functions = ['sqrt', 'abs', 'floor', 'ceil', 'trunc', 'sign', 'fround', 'imul', 'clz32', 'min', 'max'];
const constants = ['PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2'];
const allowed = new Set([...functions, ...constants]);

/** Drawing on a terminal ends in pixels, not in results. */
const exempt = 'packages/cli/src/terminal/';

export const name = 'host-math';
export const about = `of the host's Math only ${functions.join(' ')}, and no **`;

function faultOf(node, parents) {
  if (node.type === 'BinaryExpression' && node.operator === '**') return '** differs between engines';
  if (node.type === 'AssignmentExpression' && node.operator === '**=') return '**= differs between engines';
  if (node.type === 'Literal' && node.value === 'Math') return 'Math by its name escapes this check';
  if (node.type !== 'Identifier' || node.name !== 'Math') return undefined;
  const parent = parents.at(-1);
  if (parent.type !== 'MemberExpression' || parent.object !== node)
    return 'Math by another name escapes this check';
  if (parent.computed) return 'Math[...] escapes this check';
  return allowed.has(parent.property.name)
    ? undefined
    : `Math.${parent.property.name} differs between engines`;
}

export function check(base) {
  const problems = [];
  for (const { folder, directory } of packages(base)) {
    if (folder === 'benchmarks') continue;
    for (const path of filesUnder(join(directory, 'src'), (file) => /\.(ts|mts|js|mjs)$/.test(file))) {
      if (shown(base, path).startsWith(exempt)) continue;
      const { program, lineOf } = parseFile(path);
      walk(program, (node, parents) => {
        const fault = faultOf(node, parents);
        if (fault) problems.push(`${shown(base, path)}:${lineOf(node.start)}: ${fault}`);
      });
    }
  }
  return problems;
}
