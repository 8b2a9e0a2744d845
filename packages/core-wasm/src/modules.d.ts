declare module '#core.wasm' {
  /** The module as base64. */
  const text: string;
  export default text;
}
declare module '#core.relaxed.wasm' {
  /** The module as base64. */
  const text: string;
  export default text;
}
declare module '*/core.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
