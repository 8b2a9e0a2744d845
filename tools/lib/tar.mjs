// Files in a tar archive (POSIX ustar), as npm packs them: regular files with short names.
const text = (bytes, start, length) => bytes.toString('latin1', start, start + length).replace(/\0.*$/s, '');

/** The files of an archive, unpacked from gzip, by name. Throws where it is cut short. */
export function filesInTar(bytes) {
  const files = new Map();
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(text(bytes, at + 124, 12), 8);
    const start = at + 512;
    if (!(size >= 0) || start + size > bytes.length) throw new Error('the archive is cut short');
    if (['0', ''].includes(text(bytes, at + 156, 1)))
      files.set(text(bytes, at, 100), bytes.subarray(start, start + size));
    at = start + Math.ceil(size / 512) * 512;
  }
  return files;
}
