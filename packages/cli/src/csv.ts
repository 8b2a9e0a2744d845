// Columns of numbers from CSV (RFC 4180), read as a stream.
import { DataError, show } from '@stokast/core-wasm/errors';
import { CsvError, type Info, type Parser, parse } from 'csv-parse';
import { dataFile, tables } from './data.ts';
import { UsageError } from './exit.ts';
import { hint, numberFrom } from './flags.ts';
import { Growing } from './growing.ts';
import { inputName, readInput } from './input.ts';
import type { Io } from './io.ts';

export interface ColumnRequest {
  /** A path, `-` for standard input, or the name of a table that comes along. */
  readonly file: string;
  /** Name of the column; may be left out when there is only one. */
  readonly column: string | undefined;
  /** Name of a column to group by. */
  readonly by: string | undefined;
  readonly missing: 'fail' | 'drop';
  update(rows: number): void;
}

export interface Column {
  /** Name in the heading; undefined when the file has none. */
  readonly name: string | undefined;
  /** The numbers, by group; one group '' when there is no grouping. */
  readonly groups: ReadonlyMap<string, Float64Array>;
  /** Rows of data, the dropped ones too. */
  readonly rows: number;
  readonly dropped: number;
}

/** What stands in a cell that has no value. */
const MISSING = ['', 'na', 'n/a', 'nan', 'null'];
const isMissing = (cell: string): boolean => MISSING.includes(cell.trim().toLowerCase());
/** The longest row, in characters: longer ones are no tables, and would fill the memory. */
const MAX_ROW = 16_777_216;
/** How many places a message names. */
const NAMED = 8;

/**
 * Reads one column. A file whose first row is numbers has no heading. Throws a DataError that names rows and
 * lines (both from 1, rows without the heading), a UsageError when the column is not there.
 */
export async function readColumn(io: Io, request: ColumnRequest): Promise<Column> {
  const shipped = Object.hasOwn(tables, request.file) ? dataFile(tables[request.file]) : undefined;
  const source = readInput(io, shipped ?? request.file, Object.keys(tables));
  const where = inputName(request.file);
  const parser = parse({ bom: true, info: true, relax_column_count: true, max_record_size: MAX_ROW });
  const reader = new ColumnReader(request, where);
  try {
    const feeding = feed(source, parser);
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      reader.row(record, info.lines);
    }
    await feeding;
  } catch (error) {
    throw error instanceof CsvError ? new DataError(`${where} ${faultOf(error)}`) : error;
  }
  return reader.result();
}

/** What is wrong with the form of a file, without the cell itself, which may be anything. */
function faultOf({ code, lines, message }: CsvError & { lines?: number }): string {
  const at = lines === undefined ? '' : ` (line ${lines})`;
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return `has a quote that is never closed${at}`;
    case 'INVALID_OPENING_QUOTE':
      return `has a quote inside a cell that does not begin with one${at}`;
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `has text behind the closing quote of a cell${at}`;
    case 'CSV_MAX_RECORD_SIZE':
      return `has a row of more than ${MAX_ROW} characters${at}: is it a CSV file?`;
    default:
      return `is no CSV file: ${message}`;
  }
}

async function feed(source: AsyncIterable<Uint8Array>, parser: Parser): Promise<void> {
  try {
    for await (const chunk of source) {
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve));
      if (parser.destroyed) return;
    }
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}

class ColumnReader {
  private readonly request: ColumnRequest;
  private readonly where: string;
  private readonly groups = new Map<string, Growing>();
  private readonly missing: { row: number; line: number }[] = [];
  private missingCount = 0;
  private rows = 0;
  private name: string | undefined;
  private width = 0;
  private index = -1;
  private byIndex = -1;
  private blanks: number[] = []; // lines that were blank since the last row

  constructor(request: ColumnRequest, where: string) {
    this.request = request;
    this.where = where;
  }

  row(cells: readonly string[], line: number): void {
    if (cells.length === 1 && cells[0].trim() === '') {
      this.blanks.push(line);
      return;
    }
    if (this.index < 0) {
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
    const text = cells[this.index].trim();
    if (isMissing(text)) {
      this.missingCount += 1;
      if (this.missing.length < NAMED) this.missing.push({ row: this.rows, line });
      return;
    }
    const value = numberFrom(text);
    if (value === undefined) {
      throw new DataError(
        `${this.where}, row ${this.rows} (line ${line}): ${this.label()} is no finite number: ${show(text)}${this.separatorHint()}`,
      );
    }
    const group = this.byIndex < 0 ? '' : cells[this.byIndex].trim();
    let values = this.groups.get(group);
    if (!values) this.groups.set(group, (values = new Growing()));
    values.push(value);
  }

  result(): Column {
    if (this.index < 0) throw new DataError(`${this.where} is empty`);
    if (this.missingCount > 0 && this.request.missing === 'fail') {
      const more = this.missingCount > this.missing.length ? ', ...' : '';
      const rows = this.missing.map(({ row }) => row).join(', ') + more;
      const lines = this.missing.map(({ line }) => line).join(', ') + more;
      const [are, s] = this.missingCount === 1 ? ['is', ''] : ['are', 's'];
      throw new DataError(
        `${this.where}: ${this.label()} has no value in ${this.missingCount} of ${this.rows} rows, which ${are} row${s} ${rows} (line${s} ${lines}); --missing drop leaves them out`,
      );
    }
    const groups = new Map([...this.groups].map(([group, values]) => [group, values.array()] as const));
    if (groups.size === 0) throw new DataError(`${this.where} has no rows of data for ${this.label()}`);
    return { name: this.name, groups, rows: this.rows, dropped: this.missingCount };
  }

  /** Many programs write "CSV" with other separators: with these, all of a row is one cell. */
  private separatorHint(heading: string = this.name ?? ''): string {
    const found = this.width === 1 ? [';', '\t', '|'].find((one) => heading.includes(one)) : undefined;
    return found === undefined
      ? ''
      : ` (cells are separated by commas here, not by ${JSON.stringify(found)})`;
  }

  private label(): string {
    return this.name === undefined ? 'the value' : `column ${this.name}`;
  }

  /** Looks at the first row; answers whether it is a heading. */
  private open(cells: readonly string[]): boolean {
    const { column, by } = this.request;
    const heading = !cells.every((cell) => numberFrom(cell) !== undefined || isMissing(cell));
    if (!heading) {
      if (column !== undefined || by !== undefined) {
        throw new UsageError(
          `${this.where} has no heading (its first row has no names), so there is no column by a name`,
        );
      }
      if (cells.length > 1) {
        throw new UsageError(
          `${this.where} has ${cells.length} columns and no heading: give it one, then --column picks`,
        );
      }
      this.index = 0;
      return false;
    }
    const names = cells.map((cell) => cell.trim());
    if (names.some((one) => one.includes('\0'))) {
      throw new DataError(`${this.where} is no text (it has NUL characters): a CSV file is UTF-8`);
    }
    if (column === undefined && names.length > 1) {
      throw new UsageError(`which column? --column takes one of ${names.join(', ')}`);
    }
    this.index = column === undefined ? 0 : this.find(names, column, '--column');
    this.name = names[this.index];
    if (by !== undefined) this.byIndex = this.find(names, by, '--by');
    return true;
  }

  private find(names: readonly string[], name: string, flag: string): number {
    const index = names.indexOf(name);
    if (index < 0) {
      throw new UsageError(
        `${flag}: ${this.where} has no column ${JSON.stringify(name)}${hint(name, names)}; it has ${names.join(', ')}${this.separatorHint(names[0])}`,
      );
    }
    if (names.indexOf(name, index + 1) >= 0)
      throw new DataError(`${this.where} has two columns named ${name}`);
    return index;
  }
}
