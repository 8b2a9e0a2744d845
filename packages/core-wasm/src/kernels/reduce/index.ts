export { TREE } from '../../platform/scratch';
export { blockSum } from './block';
export { logSoftmax, logSumExp } from './log-sum-exp';
export { momentsPush, momentsStart } from './moments';
export { outside } from './outside';
export { extremes, firstBad } from './scan';
export { sum, sumPush } from './sum';
export { treeBytes, treeFinish, treeStart } from './tree';
