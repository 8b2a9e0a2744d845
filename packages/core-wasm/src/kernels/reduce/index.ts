export { TREE } from '../../platform/scratch';
export { blockSum } from './block';
export { momentsPush, momentsStart } from './moments';
export { extremes, firstBad } from './scan';
export { sum, sumPush } from './sum';
export { treeBytes, treeFinish, treeStart } from './tree';
