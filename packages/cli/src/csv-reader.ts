// Rows of a CSV file, one after the other, to columns of numbers.
import { DataError, show } from '@stokast/core-wasm/errors';
import { UsageError } from './exit.ts';
import { hint, numberFrom } from './flags.ts';
import { Growing } from './growing.ts';

export interface Request {
  /** A path, `-` for standard input, or the name of a table that comes along. */
  readonly file: string;
  /** Name of a column to group by. */
  readonly by: string | undefined;
  readonly missing: 'fail' | 'drop';
  update(rows: number): void;
}

export interface Rows {
  /** Rows of data, the dropped ones too. */
  readonly rows: number;
  readonly dropped: number;
}

export interface Columns extends Rows {
  /** The numbers of each column asked for, by group. */
  readonly groups: ReadonlyMap<string, readonly Float64Array[]>;
}

/** Columns that an expression names; those of a file without a heading are x, or x1, x2 ... */
export interface Named {
  readonly columns: readonly string[];
  /** Sees the heading before any row. */
  look(heading: readonly string[]): void;
  /** The fault of a name that is no column: `text` says what there is instead. */
  unknown(name: string, text: string): Error;
}

/** What stands in a cell that has no value. */
const MISSING = ['', 'na', 'n/a', 'nan', 'null'];
const isMissing = (cell: string): boolean => MISSING.includes(cell.trim().toLowerCase());
/** How many places a message names. */
const NAMED = 8;

/** Takes rows as they come; `wanted`: the columns to read, undefined for the only one. */
export class Reader {
  /** Names of the columns that are read, where they have some. */
  names: readonly string[] = [];
  private readonly request: Request;
  private readonly where: string;
  private readonly wanted: string | Named | undefined;
  private readonly groups = new Map<string, readonly Growing[]>();
  private readonly missing: { row: number; line: number }[] = [];
  private missingCount = 0;
  private rows = 0;
  private width = 0;
  /** Names in the heading; none when the file has none. */
  private heading: readonly string[] = [];
  private indices: readonly number[] = [];
  private byIndex = -1;
  private blanks: number[] = []; // lines that were blank since the last row

  constructor(request: Request, where: string, wanted: string | Named | undefined) {
    this.request = request;
    this.where = where;
    this.wanted = wanted;
  }

  row(cells: readonly string[], line: number): void {
    if (cells.length === 1 && cells[0].trim() === '') {
      this.blanks.push(line);
      return;
    }
    if (this.indices.length === 0) {
      this.width = cells.length;
      this.blanks = [];
      if (this.open(cells)) return;
    }
    // With one column a blank line is a row without a value; at the end of a file, or with more columns, it is nothing.
    if (this.width === 1) for (const blank of this.blanks) this.take([''], blank);
    this.blanks = [];
    this.take(cells, line);
  }

  private take(cells: readonly string[], line: number): void {
    this.rows += 1;
    this.request.update(this.rows);
    if (cells.length !== this.width) {
      const many = `${cells.length} cell${cells.length === 1 ? '' : 's'}`;
      throw new DataError(
        `${this.where}, row ${this.rows} (line ${line}) has ${many}, where the first row has ${this.width}`,
      );
    }
    const values = this.indices.map((index, i) => this.valueOf(cells[index].trim(), i, line));
    if (values.includes(undefined)) {
      this.missingCount += 1;
      if (this.missing.length < NAMED) this.missing.push({ row: this.rows, line });
      return;
    }
    const group = this.byIndex < 0 ? '' : cells[this.byIndex].trim();
    let kept = this.groups.get(group);
    if (!kept) this.groups.set(group, (kept = this.indices.map(() => new Growing())));
    for (const [i, value] of values.entries()) kept[i].push(value as number);
  }

  /** The number in a cell of column i of those that are read; undefined where there is none. */
  private valueOf(text: string, i: number, line: number): number | undefined {
    if (isMissing(text)) return undefined;
    const value = numberFrom(text);
    if (value !== undefined) return value;
    throw new DataError(
      `${this.where}, row ${this.rows} (line ${line}): ${this.label([i])} is no finite number: ${show(text)}${this.separatorHint()}`,
    );
  }

  result(): Columns {
    if (this.indices.length === 0) throw new DataError(`${this.where} is empty`);
    const label = this.label(this.indices.keys());
    if (this.missingCount > 0 && this.request.missing === 'fail') {
      const more = this.missingCount > this.missing.length ? ', ...' : '';
      const rows = this.missing.map(({ row }) => row).join(', ') + more;
      const lines = this.missing.map(({ line }) => line).join(', ') + more;
      const [are, s] = this.missingCount === 1 ? ['is', ''] : ['are', 's'];
      throw new DataError(
        `${this.where}: ${label} has no value in ${this.missingCount} of ${this.rows} rows, which ${are} row${s} ${rows} (line${s} ${lines}); --missing drop leaves them out`,
      );
    }
    const groups = new Map(
      [...this.groups].map(([group, kept]) => [group, kept.map((each) => each.array())] as const),
    );
    if (groups.size === 0) throw new DataError(`${this.where} has no rows of data for ${label}`);
    return { groups, rows: this.rows, dropped: this.missingCount };
  }

  /** Many programs write "CSV" with other separators: with these, all of a row is one cell. */
  private separatorHint(heading: string = this.heading[0] ?? ''): string {
    const found = this.width === 1 ? [';', '\t', '|'].find((one) => heading.includes(one)) : undefined;
    return found === undefined
      ? ''
      : ` (cells are separated by commas here, not by ${JSON.stringify(found)})`;
  }

  /** What messages call columns, by their places among those that are read. */
  private label(which: Iterable<number>): string {
    const names = Array.from(which, (i) => this.names[i]);
    if (names[0] === undefined) return 'the value';
    return names.length === 1 ? `column ${names[0]}` : `one of the columns ${names.join(', ')}`;
  }

  /** Looks at the first row; answers whether it is a heading. */
  private open(cells: readonly string[]): boolean {
    const isHeading = !cells.every((cell) => numberFrom(cell) !== undefined || isMissing(cell));
    if (!isHeading) {
      this.openBare(cells);
      return false;
    }
    const { by } = this.request;
    const names = cells.map((cell) => cell.trim());
    if (names.some((one) => one.includes('\0'))) {
      throw new DataError(`${this.where} is no text (it has NUL characters): a CSV file is UTF-8`);
    }
    const { wanted } = this;
    if (wanted === undefined && names.length > 1) {
      throw new UsageError(`which column? --column takes one of ${names.join(', ')}`);
    }
    this.heading = names;
    if (typeof wanted === 'object') {
      wanted.look(names);
      this.indices = wanted.columns.map((name) => this.find(names, name, wanted));
    } else {
      this.indices = [wanted === undefined ? 0 : this.find(names, wanted, '--column')];
    }
    this.names = this.indices.map((index) => names[index]);
    if (by !== undefined) this.byIndex = this.find(names, by, '--by');
    return true;
  }

  /** A first row of numbers: columns have no names but those that expressions know. */
  private openBare(cells: readonly string[]): void {
    const { wanted } = this;
    if (this.request.by !== undefined || typeof wanted === 'string') {
      throw new UsageError(
        `${this.where} has no heading (its first row has no names), so there is no column by a name`,
      );
    }
    if (wanted) {
      const names = cells.length === 1 ? ['x'] : cells.map((_, i) => `x${i + 1}`);
      this.indices = wanted.columns.map((name) => this.find(names, name, wanted));
      this.names = wanted.columns;
      return;
    }
    if (cells.length > 1) {
      throw new UsageError(
        `${this.where} has ${cells.length} columns and no heading: give it one, then --column picks`,
      );
    }
    this.indices = [0];
  }

  /** The place of a column; `by`: the flag that names it, or the expression. */
  private find(names: readonly string[], name: string, by: string | Named): number {
    const index = names.indexOf(name);
    if (index < 0) {
      const bare = this.heading.length === 0 ? ' has no heading, and' : '';
      const missing = `${this.where}${bare} has no column ${JSON.stringify(name)}${hint(name, names)}`;
      const text = `${missing}; it has ${names.join(', ')}${this.separatorHint(names[0])}`;
      throw typeof by === 'string' ? new UsageError(`${by}: ${text}`) : by.unknown(name, text);
    }
    if (names.indexOf(name, index + 1) >= 0)
      throw new DataError(`${this.where} has two columns named ${name}`);
    return index;
  }
}
