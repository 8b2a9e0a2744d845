export { lines } from './lines';
export { fillWords } from './words';
