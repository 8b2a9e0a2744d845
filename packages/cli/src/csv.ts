// Columns of numbers from CSV (RFC 4180), read as a stream.
import { DataError } from '@stokast/core-wasm/errors';
import { CsvError, type Info, type Parser, parse } from 'csv-parse';
import { type Columns, type Named, Reader, type Request, type Rows } from './csv-reader.ts';
import { dataFile, tables } from './data.ts';
import { inputName, readInput } from './input.ts';
import type { Io } from './io.ts';

export interface ColumnRequest extends Request {
  /** Name of the column; may be left out when there is only one. */
  readonly column: string | undefined;
}

export interface Column extends Rows {
  /** Name in the heading; undefined when the file has none. */
  readonly name: string | undefined;
  /** The numbers, by group; one group '' when there is no grouping. */
  readonly groups: ReadonlyMap<string, Float64Array>;
}

/** The longest row, in characters: longer ones are no tables, and would fill the memory. */
export const MAX_ROW = 16_777_216;

/**
 * Reads one column. A file whose first row is numbers has no heading. Throws a DataError that names rows and
 * lines (both from 1, rows without the heading), a UsageError when the column is not there.
 */
export async function readColumn(io: Io, request: ColumnRequest): Promise<Column> {
  const reader = await read(io, request, request.column);
  const { groups, ...rest } = reader.result();
  return {
    ...rest,
    name: reader.names[0],
    groups: new Map([...groups].map(([group, [values]]) => [group, values])),
  };
}

/** Reads several columns: a row that has no value in one of them is missing in all. Throws as `readColumn` does. */
export async function readColumns(io: Io, request: Request & Named): Promise<Columns> {
  return (await read(io, request, request)).result();
}

async function read(io: Io, request: Request, wanted: string | Named | undefined): Promise<Reader> {
  const shipped = Object.hasOwn(tables, request.file) ? dataFile(tables[request.file]) : undefined;
  const source = readInput(io, shipped ?? request.file, Object.keys(tables));
  const where = inputName(request.file);
  const parser = parse({ bom: true, info: true, relax_column_count: true, max_record_size: MAX_ROW });
  const reader = new Reader(request, where, wanted);
  try {
    const feeding = feed(source, parser);
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      reader.row(record, info.lines);
    }
    await feeding;
  } catch (error) {
    throw error instanceof CsvError ? new DataError(`${where} ${faultOf(error)}`) : error;
  }
  return reader;
}

/** What is wrong with the form of a file, without the cell itself, which may be anything. */
export function faultOf({ code, lines, message }: CsvError & { lines?: number }): string {
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
