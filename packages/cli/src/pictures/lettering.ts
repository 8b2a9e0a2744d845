// Words in pictures: small letters, digits and a few signs, 5 pixels wide.
import { blank, enlarged, type Raster } from './raster.ts';

/** Pixels from the top of a tall letter to the bottom of a low one. */
export const LINE = 9;
const WIDTH = 5;

/** Each row of letters: what they are, and their pixels, a column between them. */
const SHEET: readonly (readonly [string, string])[] = [
  [
    'abcdefghijklm',
    `
..... #.... ..... ....# ..... ..##. ..... #.... ..#.. ...#. #.... .##.. .....
..... #.... ..... ....# ..... .#..# ..... #.... ..... ..... #.... ..#.. .....
.###. #.##. .###. .##.# .###. .#... .#### #.##. .##.. ..##. #..#. ..#.. ##.#.
....# ##..# #...# #..## #...# ###.. #...# ##..# ..#.. ...#. #.#.. ..#.. #.#.#
.#### #...# #.... #...# ##### .#... #...# #...# ..#.. ...#. ##... ..#.. #.#.#
#...# ##..# #...# #..## #.... .#... #..## #...# ..#.. ...#. #.#.. ..#.. #.#.#
.#### #.##. .###. .##.# .###. .#... .##.# #...# .###. ...#. #..#. .###. #.#.#
..... ..... ..... ..... ..... ..... ....# ..... ..... #..#. ..... ..... .....
..... ..... ..... ..... ..... ..... .###. ..... ..... .##.. ..... ..... .....`,
  ],
  [
    'nopqrstuvwxyz',
    `
..... ..... ..... ..... ..... ..... .#... ..... ..... ..... ..... ..... .....
..... ..... ..... ..... ..... ..... .#... ..... ..... ..... ..... ..... .....
#.##. .###. #.##. .##.# #.##. .#### ###.. #...# #...# #...# #...# #...# #####
##..# #...# ##..# #..## ##..# #.... .#... #...# #...# #.#.# .#.#. #...# ...#.
#...# #...# #...# #...# #.... .###. .#... #...# #...# #.#.# ..#.. #...# ..#..
#...# #...# ##..# #..## #.... ....# .#..# #..## .#.#. #.#.# .#.#. #..## .#...
#...# .###. #.##. .##.# #.... ####. ..##. .##.# ..#.. .#.#. #...# .##.# #####
..... ..... #.... ....# ..... ..... ..... ..... ..... ..... ..... ....# .....
..... ..... #.... ....# ..... ..... ..... ..... ..... ..... ..... .###. .....`,
  ],
  [
    '0123456789.-%',
    `
.###. ..#.. .###. .###. ...#. ##### .###. ##### .###. .###. ..... ..... ##..#
#...# .##.. #...# #...# ..##. #.... #.... ....# #...# #...# ..... ..... ##..#
#..## ..#.. ....# ....# .#.#. ####. ####. ...#. #...# #...# ..... ..... ...#.
#.#.# ..#.. ...#. ..##. #..#. ....# #...# ...#. .###. .#### ..... .###. ..#..
##..# ..#.. ..#.. ....# ##### ....# #...# ..#.. #...# ....# ..... ..... .#...
#...# ..#.. .#... #...# ...#. #...# #...# ..#.. #...# ....# .##.. ..... #..##
.###. .###. ##### .###. ...#. .###. .###. ..#.. .###. .###. .##.. ..... #..##
..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... .....
..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... .....`,
  ],
];

/** The rows of pixels of every letter. */
const GLYPHS = new Map(
  SHEET.flatMap(([letters, sheet]) => {
    const rows = sheet.trim().split('\n');
    return Array.from(letters, (letter, i) => {
      const glyph = rows.map((row) => row.slice(i * (WIDTH + 1), i * (WIDTH + 1) + WIDTH));
      return [letter, glyph] as const;
    });
  }),
);

/** A line of text as a picture; what there is no letter for is a blank. */
export function label(text: string, ink: readonly number[], paper: readonly number[], times: number): Raster {
  const letters = Array.from(text.toLowerCase());
  const picture = blank(Math.max(1, letters.length * (WIDTH + 1) - 1), LINE, paper);
  for (const [i, letter] of letters.entries()) {
    for (const [y, row] of (GLYPHS.get(letter) ?? []).entries()) {
      for (let x = 0; x < WIDTH; x++) {
        if (row[x] !== '#') continue;
        picture.data.set(ink, (y * picture.width + i * (WIDTH + 1) + x) * picture.channels);
      }
    }
  }
  return enlarged(picture, times);
}
