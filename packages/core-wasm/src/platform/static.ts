// @ts-nocheck: AssemblyScript
// Static memory, as asc lays it out. Twin: static.typescript.ts.

/** Where static memory ends and the loader's begins. */
export function staticEnd(): usize { return __heap_base; }
