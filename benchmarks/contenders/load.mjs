// Lives beside node_modules so that names resolve to the contenders.
/** Imports a contender by name. */
export const contender = (name) => import(name);
