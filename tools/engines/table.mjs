// docs/engines.md, from what was measured.

const cellOf = ({ cases, apart, error }) => {
  if (error) return 'did not run';
  return apart.length === 0 ? `${cases} of ${cases}` : `${cases - apart.length} of ${cases}`;
};

/** The page, for rows `{ name, version, cells: { wasm, typescript } }` and the names of all cases. */
export function table(rows, cases) {
  const lines = rows.map(
    ({ name, version, cells }) =>
      `| ${name} ${version} | ${cellOf(cells.wasm)} | ${cellOf(cells.typescript)} |`,
  );
  const apart = rows.flatMap(({ name, version, cells }) =>
    Object.entries(cells).flatMap(([backend, { apart: names = [], error }]) =>
      (error ? [error.split('\n')[0]] : names).map((each) => `- ${name} ${version}, ${backend}: ${each}`),
    ),
  );
  const packages = [...new Set(cases.map((name) => name.split(':')[0]))];
  const counts = packages.map(
    (each) => `${cases.filter((name) => name.startsWith(`${each}:`)).length} of ${each}`,
  );
  return `# The same bits in every engine

Made by \`npm run test:engines\`: the packed packages run the cases of \`tools/engines/cases\` (${counts.join(', ')})
in each engine, with WebAssembly and with the TypeScript fallback, and the hashes of all results are compared with
the one file \`tools/engines/golden.json\`. A case is a kernel, a program with its
derivatives, a sampler or a model over data that reaches its branches.

| engine | WebAssembly: equal hashes | TypeScript: equal hashes |
|---|---|---|
${lines.join('\n')}
${apart.length > 0 ? `\nDifferences:\n\n${apart.join('\n')}\n` : ''}`;
}
