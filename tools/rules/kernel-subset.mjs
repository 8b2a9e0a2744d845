// Kernels are AssemblyScript and TypeScript at once: only what means the same in both.
import { join } from 'node:path';
import { holder, parseFile, walk } from '../lib/parse.mjs';
import { filesUnder, shown } from '../lib/workspace.mjs';

const forbidden = {
  ArrowFunctionExpression: 'a closure',
  FunctionExpression: 'a closure',
  ClassDeclaration: 'a class',
  ClassExpression: 'a class',
  ObjectExpression: 'an object',
  ObjectPattern: 'destructuring',
  ArrayExpression: 'an array',
  ArrayPattern: 'destructuring',
  AssignmentPattern: 'a default value',
  RestElement: 'a rest parameter',
  SpreadElement: 'a spread',
  ForOfStatement: 'for ... of',
  ForInStatement: 'for ... in',
  TemplateLiteral: 'a string',
  TaggedTemplateExpression: 'a string',
  NewExpression: 'new',
  ThisExpression: 'this',
  ThrowStatement: 'throw: kernels trust their arguments',
  TryStatement: 'try',
  ChainExpression: 'an optional chain',
  AwaitExpression: 'await',
  YieldExpression: 'yield',
  ImportExpression: 'import()',
  TSUnionType: 'a union type',
  TSAnyKeyword: 'any',
  TSUnknownKeyword: 'unknown',
  TSNumberKeyword: 'number: say f64, f32, i32 or u32',
  TSEnumDeclaration: 'an enum',
  TSTypeAliasDeclaration: 'a type of its own',
  TSInterfaceDeclaration: 'an interface',
  ExportDefaultDeclaration: 'a default export',
};
const operators = {
  '**': '**',
  '??': '??',
  in: 'in',
  instanceof: 'instanceof',
  '==': '== (say ===)',
  '!=': '!= (say !==)',
};
/** Operators that take their operands as 32 bits, so that the sign of an unsigned shift's result is lost again. */
const bitwise = new Set(['|', '&', '^', '<<', '>>', '>>>']);

const isModuleName = (node, parent) => parent.source === node || parent.type === 'ImportAttribute';
const wholeLiteral = (node) =>
  node.type === 'Literal' && typeof node.value === 'number' && !/[.e]/i.test(node.raw);
const bare = (node) => (node.type === 'ParenthesizedExpression' ? bare(node.expression) : node);

function shiftFault(node, parents) {
  const places = bare(node.right);
  if (places.type === 'Literal' && places.value > 0 && places.value < 32) return undefined;
  const around = holder(node, parents);
  if (around.type === 'BinaryExpression' && bitwise.has(around.operator)) return undefined;
  return 'an unsigned shift by 0 or by a variable is negative here and positive there: write (a >>> n) | 0';
}

function faultOf(node, parents) {
  const parent = parents.at(-1);
  if (node.type in forbidden) return forbidden[node.type];
  if (node.type === 'FunctionDeclaration' && parents.some(({ type }) => type === 'FunctionDeclaration')) {
    return 'a function inside a function';
  }
  if (node.type === 'Identifier') {
    if (node.name === 'Math') return 'Math: use the functions of platform';
    if (node.name === 'undefined' || node.name === 'arguments') return node.name;
    if (node.optional) return `an optional parameter (${node.name})`;
  }
  if (node.type === 'FunctionDeclaration') {
    if (!node.returnType) return `${node.id.name} does not say what it returns`;
    const loose = node.params.find(({ type, typeAnnotation }) => type === 'Identifier' && !typeAnnotation);
    if (loose) return `${node.id.name}: a parameter without a type`;
  }
  if (node.type === 'VariableDeclarator' && !node.init && !node.id.typeAnnotation) {
    return `${node.id.name} has neither a type nor a value`;
  }
  if (node.type === 'VariableDeclaration' && node.kind === 'var') return 'var';
  if (node.type === 'Literal') {
    if (typeof node.value === 'string' && !isModuleName(node, parent)) return 'a string';
    if (node.value === null || node.bigint || node.regex) return node.raw;
  }
  if (node.type === 'UnaryExpression' && /^[a-z]/.test(node.operator)) return node.operator;
  if (node.type === 'BinaryExpression' || node.type === 'LogicalExpression') {
    if (node.operator in operators) return operators[node.operator];
    if (node.operator === '>>>') return shiftFault(node, parents);
    if (node.operator === '/' && wholeLiteral(bare(node.left)) && wholeLiteral(bare(node.right))) {
      return 'a quotient of two integers is an integer in AssemblyScript: write 1.0 / 3.0';
    }
  }
  if (node.type === 'AssignmentExpression' && ['**=', '??=', '||=', '&&=', '>>>='].includes(node.operator)) {
    return node.operator;
  }
  return undefined;
}

export const name = 'kernel-subset';
export const about = 'kernels use only what AssemblyScript and TypeScript both have, with the same meaning';

export function check(base) {
  const problems = [];
  const folder = join(base, 'packages', 'core-wasm', 'src', 'kernels');
  for (const path of filesUnder(folder, (file) => file.endsWith('.ts'))) {
    const { program, lineOf } = parseFile(path);
    walk(program, (node, parents) => {
      const fault = faultOf(node, parents);
      if (fault) problems.push(`${shown(base, path)}:${lineOf(node.start)}: ${fault}`);
    });
  }
  return problems;
}
