// The functions of a package, noting which the cases call. Classes are made by functions, and need no case.

/** `{ api, missing }` for a package's namespace: use `api` in the cases; `missing()` are the functions not used. */
export function noting(namespace) {
  const used = new Set();
  const api = new Proxy(namespace, {
    get(all, name) {
      used.add(name);
      return all[name];
    },
  });
  const isCalled = (value) => typeof value === 'function' && !/^class\b/.test(String(value));
  const missing = () => Object.keys(namespace).filter((name) => isCalled(namespace[name]) && !used.has(name));
  return { api, missing };
}
