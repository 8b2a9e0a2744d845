export { aliasBytes, buildAlias, fillCategorical } from './alias';
export { fillBelow, fillBelow53 } from './below';
export { fillBernoulli } from './bernoulli';
export { fillExponential, fillExponentialF32 } from './exponential';
export { fillNormal, fillNormalF32 } from './normal';
export { fillUniform, fillUniformF32 } from './uniform';
