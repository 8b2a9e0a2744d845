// The data that comes with the command.
import { fileURLToPath } from 'node:url';

/** Path of a file in `data/`: `dist` and `src` lie equally deep. */
export const dataFile = (name: string): string => fileURLToPath(new URL(`../data/${name}`, import.meta.url));
