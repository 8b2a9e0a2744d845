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
  NORMAL_KNOWN,
  UNIFORM,
} from './likelihood';
export { normalBase, normalLogProb, normalScale } from './normal';
export { uniformLogProb } from './uniform';
