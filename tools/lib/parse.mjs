// TypeScript as a syntax tree, for the house rules. The parser is oxc, which vite brings.
import { readFileSync } from 'node:fs';
import { parseSync } from 'vite';

// Decorators on functions and classes are AssemblyScript's own: blanked, so that every place stays where it was.
const decorators = /@(?:inline|unmanaged|lazy|final|operator\("[^"]*"\))/g;
const blank = (text) => text.replace(decorators, (found) => ' '.repeat(found.length));

/** `{ program, comments, text, lineOf }` of a file; throws when it is not TypeScript. */
export function parseFile(path, text = readFileSync(path, 'utf8')) {
  const { program, comments, errors } = parseSync(path, blank(text));
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  return { program, comments, text, lineOf: (offset) => text.slice(0, offset).split('\n').length };
}

/** Calls `visit(node, parents)` for every node, outermost first; `parents` ends with the nearest. */
export function walk(node, visit, parents = []) {
  visit(node, parents);
  const inner = [...parents, node];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child === 'object' && typeof child.type === 'string') walk(child, visit, inner);
    }
  }
}

const transparent = new Set(['ParenthesizedExpression', 'TSAsExpression', 'TSTypeAssertion']);

/** The nearest parent that does something with the value: parentheses, casts and `?:` (as a branch) hand it on. */
export function holder(node, parents) {
  let value = node;
  for (const parent of parents.toReversed()) {
    const branch = parent.type === 'ConditionalExpression' && parent.test !== value;
    if (!branch && !transparent.has(parent.type)) return parent;
    value = parent;
  }
  return undefined;
}
