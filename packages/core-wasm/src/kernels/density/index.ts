export { bernoulliLogProb } from './bernoulli';
export { bernoulliLogitLogProb } from './bernoulli-logit';
export { categoricalLogProb, categoricalScore, countCategories } from './categorical';
export { exponentialLogProb } from './exponential';
export {
  BERNOULLI,
  BERNOULLI_LOGIT,
  CATEGORICAL,
  EXPONENTIAL,
  fillDensity,
  logLikelihood,
  NORMAL,
  UNIFORM,
} from './likelihood';
export { normalLogProb } from './normal';
export { uniformLogProb } from './uniform';
