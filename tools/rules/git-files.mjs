// What must not be in git: WebAssembly in any form, and paths of one machine.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// How every module begins, as bytes and as base64. In two parts, so that this file does not contain it.
const magic = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const encoded = ['AGFzbQ', 'EAAA'].join('');
const roots = ['home', 'root', 'work', 'tmp', 'Users', 'private', 'var/folders'];
const absolute = new RegExp(`(?<![\\w./:~$}*-])(?:/(?:${roots.join('|')})/\\w[\\w./-]*|[A-Z]:\\\\\\\\?\\w+)`);

export const name = 'git-files';
export const about = 'no .wasm, no WebAssembly as text, no absolute path in any file of the repository';

export function check(base) {
  const problems = [];
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: base,
  });
  for (const file of list.toString().split('\0').filter(Boolean)) {
    if (file.endsWith('.wasm')) problems.push(`${file}: WebAssembly is built, not kept`);
    let bytes;
    try {
      bytes = readFileSync(join(base, file));
    } catch {
      continue; // deleted, not yet committed
    }
    if (bytes.includes(encoded)) problems.push(`${file}: contains a WebAssembly module as base64`);
    if (bytes.includes(0)) {
      if (bytes.includes(magic)) problems.push(`${file}: contains a WebAssembly module`);
      continue;
    }
    bytes
      .toString()
      .split('\n')
      .forEach((line, index) => {
        const found = line.match(absolute);
        if (found) problems.push(`${file}:${index + 1}: ${found[0]} is a path of one machine`);
      });
  }
  return problems;
}
