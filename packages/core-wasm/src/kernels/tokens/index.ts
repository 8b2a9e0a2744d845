export { tokenMaxima } from './scan';
export { keepAbove, keepBest, selectBest } from './select';
export { pickWeighted, tokenWeights, typicalScores } from './weights';
