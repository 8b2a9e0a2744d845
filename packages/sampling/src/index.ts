export type { Seed } from './stream/seed.ts';
export { Stream, type StreamOptions, type StreamState, stream } from './stream/stream.ts';
