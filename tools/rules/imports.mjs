// Every module that a file names, in whatever form.
import { walk } from '../lib/parse.mjs';

const literal = (node) => (typeof node?.value === 'string' ? node.value : undefined);

/** `{ specifier, start }` of each import, re-export, `import()` and `require()`; the specifier of a computed one is undefined. */
export function importsOf(program) {
  const found = [];
  const add = (node, source) => found.push({ specifier: literal(source), start: node.start });
  walk(program, (node) => {
    if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') add(node, node.source);
    else if (node.type === 'ExportNamedDeclaration' && node.source) add(node, node.source);
    else if (node.type === 'ImportExpression') add(node, node.source);
    else if (node.type === 'TSImportType') add(node, node.source ?? node.argument?.literal ?? node.argument);
    else if (node.type === 'TSExternalModuleReference') add(node, node.expression);
    else if (node.type === 'CallExpression' && node.callee.name === 'require') add(node, node.arguments[0]);
  });
  return found;
}
