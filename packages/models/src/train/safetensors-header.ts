// The header of a safetensors file: JSON of one fixed form, read without trust. `JSON.parse` alone would keep the last
// of two equal names and build whatever nesting it is given.

import { show } from '@stokast/core-wasm/errors';

/** What the header says of a tensor; its numbers lie at [start, end) behind the header. */
export interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** Names that files and objects give a meaning of their own. */
const reserved = ['__metadata__', '__proto__'];

/** Why a name cannot be that of a tensor; undefined when it can. */
export function nameFault(name: string): string | undefined {
  if (reserved.includes(name)) return `the name ${name}`;
  return /\p{Surrogate}/u.test(name) ? `a lone surrogate in the name ${show(name)}` : undefined;
}

/** Goes through a header's text once; what is wrong goes to `refuse`, which throws. */
class Scanner {
  private readonly text: string;
  private readonly refuse: (why: string) => never;
  private at = 0;

  constructor(text: string, refuse: (why: string) => never) {
    this.text = text;
    this.refuse = refuse;
  }

  /** The next character that is no white space, and not past it; '' at the end. */
  peek(): string {
    while (' \n\r\t'.includes(this.text[this.at] ?? '-')) this.at += 1;
    return this.text[this.at] ?? '';
  }

  take(character: string): void {
    const found = this.peek();
    if (found !== character) {
      const what = found === '' ? 'ends' : `has ${JSON.stringify(found)}`;
      this.refuse(
        `its header ${what} at character ${this.at}, where ${JSON.stringify(character)} must stand`,
      );
    }
    this.at += 1;
  }

  string(): string {
    this.take('"');
    const start = this.at - 1;
    for (let c = ''; c !== '"'; ) {
      c = this.text[this.at] ?? this.refuse(`its header has a string without an end at character ${start}`);
      this.at += c === '\\' ? 2 : 1;
    }
    let value = '';
    try {
      value = JSON.parse(this.text.slice(start, this.at));
    } catch {
      this.refuse(`its header has a string at character ${start} that is no JSON`);
    }
    if (/\p{Surrogate}/u.test(value))
      this.refuse(`its header has a lone surrogate in the string at character ${start}`);
    return value;
  }

  /** A whole number as JSON writes it, in [0, 2^53). */
  integer(): number {
    this.peek();
    const pattern = /(?:0|[1-9]\d*)(?![\d.eE])/y;
    pattern.lastIndex = this.at;
    const [digits] = pattern.exec(this.text) ?? [];
    if (digits === undefined || digits.length > 16 || !Number.isSafeInteger(Number(digits)))
      return this.refuse(`its header has no whole number in [0, 2^53) at character ${this.at}`);
    this.at += digits.length;
    return Number(digits);
  }

  integers(): number[] {
    const list: number[] = [];
    this.take('[');
    while (this.peek() !== ']') {
      if (list.length > 0) this.take(',');
      list.push(this.integer());
    }
    this.take(']');
    return list;
  }

  /** An object whose values are read by `value(name)`; a name that is there twice is refused. */
  object(value: (name: string) => void): void {
    const names = new Set<string>();
    this.take('{');
    while (this.peek() !== '}') {
      if (names.size > 0) this.take(',');
      const name = this.string();
      if (names.has(name)) this.refuse(`its header has the name ${show(name)} twice`);
      names.add(name);
      this.take(':');
      value(name);
    }
    this.take('}');
  }

  finish(): void {
    if (this.peek() !== '') this.refuse(`its header goes on behind its end, at character ${this.at}`);
  }
}

function entry(scanner: Scanner, name: string, refuse: (why: string) => never): Entry {
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  scanner.object((field) => {
    if (field === 'dtype') dtype = scanner.string();
    else if (field === 'shape') shape = scanner.integers();
    else if (field === 'data_offsets') offsets = scanner.integers();
    else refuse(`${name} has a field ${show(field)}, which is not of this format`);
  });
  if (dtype === undefined || shape === undefined || offsets === undefined)
    return refuse(`${name} lacks one of dtype, shape and data_offsets`);
  if (offsets.length !== 2) refuse(`${name} has ${offsets.length} data_offsets instead of 2`);
  return { dtype, shape, start: offsets[0], end: offsets[1] };
}

/** The tensors and the metadata of a header's text, in the order in which they stand. */
export function parseHeader(
  text: string,
  refuse: (why: string) => never,
): { entries: Map<string, Entry>; metadata: Record<string, string> } {
  const scanner = new Scanner(text, refuse);
  const entries = new Map<string, Entry>();
  const metadata: Record<string, string> = {};
  scanner.object((name) => {
    if (name !== '__metadata__') {
      const fault = nameFault(name);
      if (fault !== undefined) refuse(`its header has ${fault}`);
      entries.set(name, entry(scanner, show(name), refuse));
      return;
    }
    scanner.object((key) => {
      if (reserved.includes(key)) refuse(`its metadata has the name ${key}`);
      metadata[key] = scanner.string();
    });
  });
  scanner.finish();
  return { entries, metadata };
}
