export { erf, erfc, fillErf, fillErfc } from './erf';
export { exp, expm1, fillExp } from './exp';
export { lgamma } from './lgamma';
export { fillLog, fillLog1p, log, log1p } from './log';
export { log1mexp, sigmoid, softplus } from './logistic';
export {
  fillNormalCdf,
  fillNormalLogCdf,
  fillNormalSf,
  normalCdf,
  normalLogCdf,
  normalSf,
} from './normal-cdf';
export { fillNormalQuantile, normalQuantile } from './normal-quantile';
export { pow } from './pow';
export { tanh } from './tanh';
export { cos, sin } from './trig';
