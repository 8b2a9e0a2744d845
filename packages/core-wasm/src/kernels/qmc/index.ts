export { scrambleWords } from './scramble';
export { SOBOL_DIMENSIONS, sobolDirections, sobolWords } from './sobol';
