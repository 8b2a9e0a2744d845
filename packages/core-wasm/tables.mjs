// Turns tables/*.json into the two forms that kernels import: a static segment for asc, a layout call for TypeScript.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const element = { f64: 'f64Table', i32: 'i32Table' };

export function generateTables(from, to) {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from).filter((name) => name.endsWith('.json'))) {
    const { command, tables } = JSON.parse(readFileSync(join(from, file), 'utf8'));
    const head = `// Generated at build time from tables/${file}, which was made by: ${command}\n`;
    let assembly = `// @ts-nocheck: AssemblyScript\n${head}`;
    let typescript = `${head}import { f64Table, i32Table } from '../platform/static';\nvoid f64Table;\nvoid i32Table;\n`;
    for (const [name, { type, about, values }] of Object.entries(tables)) {
      if (!(type in element)) throw new Error(`${file}: ${name} has type ${type}; allowed are f64 and i32`);
      const numbers = values
        .map((value) =>
          type === 'f64' && Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value),
        )
        .join(', ');
      assembly += `/** ${about} */\nexport const ${name}: usize = memory.data<${type}>([${numbers}], 64);\n`;
      typescript += `/** ${about} */\nexport const ${name}: usize = ${element[type]}([${numbers}]);\n`;
    }
    const stem = file.replace(/\.json$/, '');
    writeFileSync(join(to, `${stem}.ts`), assembly);
    writeFileSync(join(to, `${stem}.typescript.ts`), typescript);
  }
}
