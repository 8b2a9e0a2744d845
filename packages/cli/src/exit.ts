// From an error to an exit code and a sentence.
import { type ErrorCode, errorCodes } from '@stokast/core-wasm/errors';
import { ClosedPipe } from './io.ts';

/** The closed list of exit codes. */
export const exitCodes = {
  ok: 0,
  diagnostics: 1,
  usage: 2,
  data: 3,
  numerical: 4,
  resources: 5,
  bug: 70,
  interrupted: 130,
} as const;

/** The command was called in a way that cannot be meant; the message says what is allowed. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

const UNREADABLE = ['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EROFS'];
const EXHAUSTED = ['ENOSPC', 'EDQUOT', 'ENOMEM', 'EMFILE', 'ENFILE', 'EFBIG'];
/** What engines say when an array, a string or a memory cannot be had. */
const NO_MEMORY = /allocation failed|invalid (typed )?array length|invalid string length|out of memory/i;

/** How a failed command ends: the exit code, and what stands on stderr (nothing when the reader went away). */
export function ending(error: unknown): { code: number; message: string } {
  const { code, message } = endingOf(error);
  return { code, message: code === exitCodes.bug ? message : readable(message) };
}

function endingOf(error: unknown): { code: number; message: string } {
  if (error instanceof ClosedPipe) return { code: exitCodes.ok, message: '' };
  if (!(error instanceof Error)) return bug(String(error));
  const { message } = error;
  if (error instanceof UsageError) return { code: exitCodes.usage, message };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code in errorCodes) return { code: errorCodes[code as ErrorCode].exit, message };
  if (code.startsWith('commander.'))
    return { code: exitCodes.usage, message: message.replace(/^error: /, '') };
  if (UNREADABLE.includes(code)) return { code: exitCodes.data, message: fileSentence(error, code) };
  if (EXHAUSTED.includes(code)) {
    const where = 'path' in error ? `${error.path}: ` : '';
    return { code: exitCodes.resources, message: where + message };
  }
  if (error instanceof RangeError && NO_MEMORY.test(message)) {
    return { code: exitCodes.resources, message: `out of memory (${message})` };
  }
  return bug(error.stack ?? message);
}

const bug = (what: string): { code: number; message: string } => ({
  code: exitCodes.bug,
  message: `this is a bug in stokast, please report it:\n${what}`,
});

/** Messages quote what they were given, which may be anything: no line is long, and nothing in it moves the cursor. */
function readable(message: string): string {
  const lines = message.split('\n').map((line) => (line.length > 500 ? `${line.slice(0, 500)}...` : line));
  return lines.join('\n').replace(/[^\P{Cc}\n]/gu, '\uFFFD');
}

function fileSentence(error: Error, code: string): string {
  const path = 'path' in error ? String(error.path) : 'a file';
  const near = 'hint' in error ? String(error.hint) : '';
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
  };
  return `cannot use ${path}: ${reasons[code] ?? error.message}${near}`;
}
