export { exp, expm1, fillExp } from './exp';
export { fillLog, fillLog1p, log, log1p } from './log';
