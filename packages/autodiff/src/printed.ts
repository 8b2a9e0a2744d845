// How objects look where they are printed.

/** What Node and Bun ask an object for. */
export const INSPECT: unique symbol = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom') as never;

/**
 * Shows an object's text in place of all that is in it: of a tensor, the graph. An expression, as a declaration of its
 * computed name could not be written out.
 */
export const Printed: abstract new () => object = /* @__PURE__ */ (() => {
  abstract class Printed {
    [INSPECT](): string {
      return this.toString();
    }
  }
  return Printed;
})();
