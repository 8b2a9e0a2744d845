export { bernoulliLogProb } from './bernoulli';
export { categoricalLogProb, categoricalScore, countCategories } from './categorical';
export { exponentialLogProb } from './exponential';
export {
  BERNOULLI,
  CATEGORICAL,
  EXPONENTIAL,
  fillDensity,
  logLikelihood,
  NORMAL,
  UNIFORM,
} from './likelihood';
export { normalLogProb } from './normal';
export { uniformLogProb } from './uniform';
