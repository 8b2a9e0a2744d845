// Numbers as text that stands for the same bits: their bytes, little-endian, in base64.
import type { DType } from './shape.ts';

type Numbers = Float64Array | Float32Array;

/** What newer engines have, and Node. */
interface Fast {
  readonly Buffer?: {
    from(data: ArrayBufferLike, at: number, length: number): { toString(encoding: 'base64'): string };
    from(text: string, encoding: 'base64'): Uint8Array;
  };
}
const { Buffer } = globalThis as Fast;

/** The base64 of an array's bytes. */
export function toBase64(data: Numbers): string {
  if (Buffer) return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(text);
}

const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The `length` numbers whose base64 the text is; undefined when it is not. */
export function fromBase64(text: string, length: number, dtype: DType): Numbers | undefined {
  const made = dtype === 'f64' ? new Float64Array(length) : new Float32Array(length);
  if (text.length !== 4 * Math.ceil(made.byteLength / 3) || !isBase64.test(text)) return undefined;
  const binary = Buffer ? Buffer.from(text, 'base64') : atob(text);
  if (binary.length !== made.byteLength) return undefined;
  const bytes = new Uint8Array(made.buffer);
  if (typeof binary !== 'string') bytes.set(binary);
  else for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return made;
}

/** Numbers as JSON keeps them bit for bit: a few plain ones as they are, all else as base64. */
export type Plain = readonly number[] | string;

const FEW = 8;
const isPlain = (x: number): boolean => Number.isFinite(x) && !Object.is(x, -0);

export const toPlain = (data: Numbers): Plain =>
  data.length <= FEW && data.every(isPlain) ? [...data] : toBase64(data);

/** The numbers that `toPlain` wrote; undefined for all else. */
export function fromPlain(value: unknown, length: number, dtype: DType): Numbers | undefined {
  if (typeof value === 'string') return fromBase64(value, length, dtype);
  if (!Array.isArray(value) || value.length !== length || length > FEW) return undefined;
  if (!value.every((each) => typeof each === 'number' && isPlain(each))) return undefined;
  const made = dtype === 'f64' ? Float64Array.from(value) : Float32Array.from(value);
  return made.every((each, i) => each === value[i]) ? made : undefined;
}
