// Values as text; numbers with their uncertainty. Decimal digits come from toExponential and toFixed, which the language fixes.

/**
 * What console.log shows as its summary, or else as its text, in Node and Bun: without it they show private fields,
 * of a stream its key too. An expression, as a declaration of its computed name could not be written out.
 */
export const Printed: abstract new () => object = /* @__PURE__ */ (() => {
  abstract class Printed {
    summary?(): string;
    [Symbol.for('nodejs.util.inspect.custom')](): string {
      return this.summary ? this.summary() : String(this);
    }
  }
  return Printed;
})();

/**
 * A value with its standard error in units of the last digits: `1.0057(64)`, `42.1(1.2)`, `1.2345(67)e-10`.
 * Two digits of the error are kept. Of an error that is 0 or no number, the value alone is given.
 */
export function withError(value: number, error: number): string {
  if (!(error > 0 && Number.isFinite(error) && Number.isFinite(value))) return String(value);
  const [, errorExponent] = parts(error.toExponential(1));
  const size = Math.max(Math.abs(value), error);
  const [, exponent] = parts(size.toExponential(15));
  if (exponent >= -5 && exponent < 15) return fixed(value, error, 1 - errorExponent);
  // Both numbers over 10^exponent, shifted as text.
  const power = Number(`1e${exponent}`);
  return `${fixed(value / power, error / power, 1 - errorExponent + exponent)}e${exponent}`;
}

/** `value(error)` with `places` digits after the point, at least 0. */
function fixed(value: number, error: number, places: number): string {
  const digits = Math.min(Math.max(places, 0), 20);
  const text = value.toFixed(digits);
  if (digits === 0) return `${text}(${error.toFixed(0)})`;
  const shown = error.toFixed(digits);
  return `${text}(${error < 1 ? String(Number(shown.replace('.', ''))) : shown})`;
}

function parts(text: string): [string, number] {
  const [mantissa, exponent] = text.split('e');
  return [mantissa, Number(exponent)];
}

/** A number with `digits` significant digits, without trailing zeros. */
export function round(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}

/** Rows of cells as text: the first column to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
