// Text in lines that fit.

/** Lines of at most `width` characters; what is longer goes on in the next line. */
export function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const letters = Array.from(line);
    const parts: string[] = [];
    for (let at = 0; at < Math.max(letters.length, 1); at += width)
      parts.push(letters.slice(at, at + width).join(''));
    return parts;
  });
}
