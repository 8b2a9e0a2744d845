// Numbers for people to read; results meant for programs are printed in full.

/** `digits` significant digits, without trailing zeros. */
export function short(value: number, digits = 4): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : String(value);
}

/** Thousands set apart: 1,000,000. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
