// Programs as optimisers and samplers inside the core run them: nothing passes through JavaScript between two runs.
// That door is no export of the package, so it is opened beside the package's entry.
const { insideOf } = await import(new URL('program.js', import.meta.resolve('@stokast/autodiff')).href);

/** Runs a program with these arguments; the function that comes back runs it `times` times more, in one call. */
export function inside(program, ...values) {
  const executable = insideOf(program).run(values);
  return (times) => executable.run(times);
}
