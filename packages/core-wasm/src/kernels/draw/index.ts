export { aliasBytes, buildAlias, fillCategorical } from './alias';
export { fillBelow, fillBelow53 } from './below';
export { fillBernoulli } from './bernoulli';
export { fillExponential, fillExponentialF32 } from './exponential';
export { fillExponentialInverse, fillNormalInverse } from './inverse';
export { fillNormal, fillNormalF32 } from './normal';
export { drawFromLogits } from './race';
export { choose, chooseBytes, shuffle } from './shuffle';
export { fillUniform, fillUniformF32 } from './uniform';
