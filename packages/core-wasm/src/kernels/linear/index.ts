export { matmulScratch } from './matmul';
