// Fixed places in static memory that kernels work in. Twin: scratch.ts.
import { reserve } from './static.typescript';

/** One source of randomness, as written by `Machine.source`: word 0 engine, words 4..11 key. */
export const SOURCE: usize = reserve(64);
/** Lines that cover 2048 words of random bits from any offset. */
export const TILE: usize = reserve(8320);
/** The 16 words of one retry. */
export const RETRY: usize = reserve(64);
/** 128 doubles: the values of one block of a sum. */
export const BLOCK: usize = reserve(1024);
/** 256 doubles more, for kernels that need up to three of each element of a block. */
export const SECOND: usize = reserve(2048);
/** Up to 14 doubles that a kernel returns beside its result; in the last two places mathematical functions leave rests. */
export const RESULT: usize = reserve(128);
/** Header, carry and lanes of one running reduction of up to 8 columns: see kernels/reduce/tree.ts. */
export const TREE: usize = reserve(3840);
/** x_0 .. x_512 of the normal and of the exponential ziggurat; zero until kernels/draw/ziggurat.ts lays them. */
export const NORMAL_LAYERS: usize = reserve(4104);
export const EXPONENTIAL_LAYERS: usize = reserve(4104);
/** 64 bytes for kernels that make elements in groups and want fewer. */
export const PART: usize = reserve(64);
/** Two rows of 128 doubles: the sums of the blocks that one more block reduces. */
export const PARTIALS: usize = reserve(2048);
/** Where along each of up to 16 axes a view is: see kernels/program/view.ts. */
export const AXES: usize = reserve(64);
/** A running reduction of up to 64 columns, as TREE. */
export const COLUMNS: usize = reserve(29248);
/** Sources of a density that are one number for all, as pairs. */
export const SPLATS: usize = reserve(80);
