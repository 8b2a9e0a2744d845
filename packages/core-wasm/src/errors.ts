// Every error that stokast throws on purpose: data first, the sentence rendered from it.

/** The closed list of codes: what each means, the class that carries it, and the command line's exit code for it. */
export const errorCodes = {
  STOKAST_E_TYPE: { meaning: 'an argument has the wrong type', error: 'TypeError', exit: 2 },
  STOKAST_E_RANGE: {
    meaning: 'an argument has the right type and a value outside the allowed range',
    error: 'RangeError',
    exit: 2,
  },
  STOKAST_E_SHAPE: {
    meaning: 'shapes of tensors do not fit: the message names the operation and the shapes',
    error: 'RangeError',
    exit: 2,
  },
  STOKAST_E_LENGTH: { meaning: 'an array has the wrong length', error: 'RangeError', exit: 2 },
  STOKAST_E_DATA: {
    meaning: 'input data cannot be used: the message names the file, row or element',
    error: 'DataError',
    exit: 3,
  },
  STOKAST_E_NUMERICAL: { meaning: 'a computation left the finite numbers', error: 'NumericalError', exit: 4 },
  STOKAST_E_NOT_CONVERGED: {
    meaning: 'an iteration ended without reaching its tolerance',
    error: 'NotConverged',
    exit: 4,
  },
  STOKAST_E_MEMORY: { meaning: 'more memory is needed than there is', error: 'RangeError', exit: 5 },
  STOKAST_E_EXHAUSTED: {
    meaning: 'a stream has no words left (2^53 words of 32 bits)',
    error: 'RangeError',
    exit: 5,
  },
  STOKAST_E_BACKEND: { meaning: 'the backend that was asked for cannot run here', error: 'Error', exit: 5 },
  STOKAST_E_WORKER: { meaning: 'a worker could not start, or failed', error: 'Error', exit: 5 },
} as const;

/** A code of the list above. */
export type ErrorCode = keyof typeof errorCodes;

/** What an error about an argument carries beside its message. */
export interface Fault {
  /** Stable, for programs. */
  readonly code: ErrorCode;
  /** Path of the argument at fault, such as `rate` or `weights[3]`. */
  readonly parameter: string;
  /** The value that was given. */
  readonly value: unknown;
  /** What is allowed, such as `> 0 and finite`. */
  readonly allowed: string;
}

/** A value as it should stand in a message: short, and telling '1' from 1 and -0 from 0. */
export function show(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 37)}...` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function') return value.name ? `function ${value.name}` : 'a function';
  if (typeof value === 'object' && value !== null) {
    try {
      return showObject(value);
    } catch {
      return 'an object that cannot be looked at'; // a revoked proxy, a getter that throws
    }
  }
  return String(value);
}

function showObject(value: object): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name} of ${(value as Uint8Array).length ?? value.byteLength}`;
  }
  return `an object (${value.constructor?.name ?? 'no prototype'})`;
}

type Sentence = { what: string; parameter: string; value: unknown; allowed: string };

const sentence = ({ what, parameter, value, allowed }: Sentence): string =>
  `${what}: \`${parameter}\` must be ${allowed}: got ${show(value)}`;

function fault<E extends Error>(
  error: E,
  code: ErrorCode,
  { parameter, value, allowed }: Sentence,
): E & Fault {
  return Object.assign(error, { code, parameter, value, allowed });
}

/** A `TypeError` for an argument of the wrong type. `what` says what could not be done: "Cannot create Gamma". */
export function typeFault(
  what: string,
  parameter: string,
  value: unknown,
  allowed: string,
): TypeError & Fault {
  const parts: Sentence = { what, parameter, value, allowed };
  return fault(new TypeError(sentence(parts)), 'STOKAST_E_TYPE', parts);
}

/** A `RangeError` for an argument whose value is not allowed. */
export function rangeFault(
  what: string,
  parameter: string,
  value: unknown,
  allowed: string,
  code: ErrorCode = 'STOKAST_E_RANGE',
): RangeError & Fault {
  const parts: Sentence = { what, parameter, value, allowed };
  return fault(new RangeError(sentence(parts)), code, parts);
}

/** Input data that cannot be used: says where (row, line, file). Callers may catch it. */
export class DataError extends Error {
  override readonly name: string = 'DataError';
  readonly code: ErrorCode = 'STOKAST_E_DATA';
}

/** A computation that left the finite numbers: says at which step. Callers may catch it. */
export class NumericalError extends Error {
  override readonly name: string = 'NumericalError';
  readonly code: ErrorCode = 'STOKAST_E_NUMERICAL';
}

/** An iteration that ended without reaching its tolerance; carries the last values. Callers may catch it. */
export class NotConverged<T = unknown> extends Error {
  override readonly name: string = 'NotConverged';
  readonly code: ErrorCode = 'STOKAST_E_NOT_CONVERGED';
  readonly last: T;
  constructor(message: string, last: T) {
    super(message);
    this.last = last;
  }
}
