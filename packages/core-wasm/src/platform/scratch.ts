// @ts-nocheck: AssemblyScript
// Fixed places in static memory that kernels work in. Twin: scratch.typescript.ts.

/** One source of randomness, as written by `Machine.source`: word 0 engine, words 4..11 key. */
export const SOURCE: usize = memory.data(64, 64);
/** Lines that cover 2048 words of random bits from any offset. */
export const TILE: usize = memory.data(8320, 64);
/** The 16 words of one retry. */
export const RETRY: usize = memory.data(64, 64);
/** 128 doubles: the values of one block of a sum. */
export const BLOCK: usize = memory.data(1024, 64);
/** 256 doubles more, for kernels that need up to three of each element of a block. */
export const SECOND: usize = memory.data(2048, 64);
/** Up to 14 doubles that a kernel returns beside its result; in the last two places mathematical functions leave rests. */
export const RESULT: usize = memory.data(128, 64);
/** Header, carry and lanes of one running reduction of up to 8 columns: see kernels/reduce/tree.ts. */
export const TREE: usize = memory.data(3840, 64);
/** x_0 .. x_512 of the normal and of the exponential ziggurat; zero until kernels/draw/ziggurat.ts lays them. */
export const NORMAL_LAYERS: usize = memory.data(4104, 64);
export const EXPONENTIAL_LAYERS: usize = memory.data(4104, 64);
/** 64 bytes for kernels that make elements in groups and want fewer. */
export const PART: usize = memory.data(64, 64);
/** Two rows of 128 doubles: the sums of the blocks that one more block reduces. */
export const PARTIALS: usize = memory.data(2048, 64);
/** Where along each of up to 16 axes a view is: see kernels/program/view.ts. */
export const AXES: usize = memory.data(64, 64);
/** A running reduction of up to 64 columns, as TREE. */
export const COLUMNS: usize = memory.data(29248, 64);
/** Sources of a density that are one number for all, as pairs. */
export const SPLATS: usize = memory.data(80, 64);
