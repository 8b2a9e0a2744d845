export { digamma } from './digamma';
export { erf, erfc, fillErf, fillErfc } from './erf';
export { exp, expm1, fillExp, fillExpm1 } from './exp';
export { acosh, asinh, atanh, cosh, sinh } from './hyperbolic';
export { acos, asin, atan } from './inverse-trig';
export { lgamma } from './lgamma';
export { fillLog, fillLog1p, log, log1p } from './log';
export { fillSigmoid, fillSoftplus, log1mexp, sigmoid, softplus } from './logistic';
export {
  fillNormalCdf,
  fillNormalLogCdf,
  fillNormalSf,
  normalCdf,
  normalLogCdf,
  normalSf,
} from './normal-cdf';
export { fillNormalQuantile, normalQuantile } from './normal-quantile';
export { polygamma, trigamma } from './polygamma';
export { pow } from './pow';
export { fillTanh, tanh } from './tanh';
export { cos, fillCos, fillSin, sin, tan } from './trig';
