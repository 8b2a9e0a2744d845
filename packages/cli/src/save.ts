// Files that are written whole or not at all.
import { rmSync, type Stats } from 'node:fs';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { UsageError } from './exit.ts';

/**
 * Writes a file beside its place, and moves it there when it is finished: what was there before is replaced only by a
 * whole file. A link stays one, permissions stay, and what is no file (a pipe, a device) is written to as it is.
 */
export async function saveTo(path: string, bytes: Uint8Array): Promise<void> {
  if (path === '' || path === '-') {
    throw new UsageError(`--save takes a file${path === '-' ? ' (/dev/stdout is one)' : ''}`);
  }
  let unfinished: string | undefined;
  const tidy = (): void => {
    if (unfinished !== undefined) rmSync(unfinished, { force: true });
  };
  process.once('exit', tidy); // interrupted
  try {
    const there = await statOf(path);
    if (there && !there.isFile() && !there.isDirectory()) {
      await writeFile(path, bytes);
      return;
    }
    const target = there ? await realpath(path) : path;
    unfinished = `${target}.${process.pid}.tmp`;
    await writeFile(unfinished, bytes, there ? { mode: there.mode } : {});
    await rename(unfinished, target);
  } catch (error) {
    if (unfinished !== undefined) await rm(unfinished, { force: true });
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  } finally {
    process.off('exit', tidy);
  }
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
