// The data that comes with the command.
import { fileURLToPath } from 'node:url';

/** Path of a file in `data/`: `dist` and `src` lie equally deep. */
export const dataFile = (name: string): string => fileURLToPath(new URL(`../data/${name}`, import.meta.url));

/** Tables that can be named in place of a file. */
export const tables: Readonly<Record<string, string>> = { penguins: 'penguins.csv' };
