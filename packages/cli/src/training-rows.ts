// Points from CSV: a row of numbers each. A heading is known by its first row not being numbers.
import { DataError, show } from '@stokast/core-wasm/errors';
import type { ImageData } from '@stokast/models';
import { CsvError, type Info } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { faultOf, MAX_ROW } from './csv.ts';
import { numberFrom } from './flags.ts';
import { inputName } from './input.ts';

type Row = { record: string[]; info: Info };

/** Points, and the names of their numbers; a column `label` or `class` gives the classes, 0, 1 and so on. */
export function readRows(bytes: Uint8Array, file: string): ImageData & { columns?: readonly string[] } {
  const where = inputName(file);
  const rows = split(bytes, where);
  if (rows.length === 0) throw new DataError(`${where} is empty`);
  const first = rows[0].record.map((cell) => cell.trim());
  const heading = first.every((cell) => numberFrom(cell) !== undefined) ? undefined : first;
  if (heading) rows.shift();
  if (rows.length === 0) throw new DataError(`${where} has a heading and no rows`);
  const width = first.length;
  const classes = heading?.findIndex((name) => /^(label|class)$/i.test(name)) ?? -1;
  const kept = first.map((_, i) => i).filter((i) => i !== classes);
  if (kept.length === 0) throw new DataError(`${where} has no columns beside the classes`);
  const images = new Float32Array(rows.length * kept.length);
  const labels = new Uint16Array(rows.length);
  for (const [row, { record, info }] of rows.entries()) {
    const at = `${where}, row ${row + 1} (line ${info.lines})`;
    if (record.length !== width)
      throw new DataError(`${at} has ${record.length} cells, where the first row has ${width}`);
    for (const [k, i] of kept.entries()) {
      const value = numberFrom(record[i].trim());
      if (value === undefined || !Number.isFinite(Math.fround(value))) {
        const column = heading ? `column ${heading[i]}` : `cell ${i + 1}`;
        throw new DataError(`${at}: ${column} is no finite number: ${show(record[i])}`);
      }
      images[row * kept.length + k] = value;
    }
    if (classes < 0) continue;
    const label = numberFrom(record[classes].trim());
    if (label === undefined || !Number.isInteger(label) || label < 0 || label > 65535)
      throw new DataError(`${at}: the class is no whole number from 0 on: ${show(record[classes])}`);
    labels[row] = label;
  }
  return {
    images,
    shape: [kept.length],
    ...(classes < 0 ? {} : { labels }),
    ...(heading ? { columns: kept.map((i) => heading[i]) } : {}),
  };
}

/** Rows that are not blank, with the lines they end at. */
function split(bytes: Uint8Array, where: string): Row[] {
  try {
    const options = { bom: true, info: true, relax_column_count: true, max_record_size: MAX_ROW };
    const all = parse(Buffer.from(bytes), options) as unknown as Row[];
    return all.filter(({ record }) => record.length > 1 || record[0].trim() !== '');
  } catch (error) {
    throw error instanceof CsvError ? new DataError(`${where} ${faultOf(error)}`) : error;
  }
}
