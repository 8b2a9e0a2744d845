export { lbfgsStart, lbfgsStep } from './lbfgs';
export { lbfgsBytes } from './state';
