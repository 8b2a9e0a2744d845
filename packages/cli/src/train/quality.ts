// How good samples are that have no likelihood: compared with held-out data, beside what other true data would get.
import {
  memorisation,
  modeCoverage,
  precisionRecallDensityCoverage,
  slicedWasserstein,
} from '@stokast/models';
import type { Stream } from '@stokast/sampling';
import { planes } from '../training-data.ts';
import { countOf, type Examples, first, sizeOf, valuesOf } from './data.ts';
import type { Result } from './kind.ts';

/** Points and images that are compared at most. */
const POINTS = 10_000;
const IMAGES = 2000;

const result = (name: string, value: number, text: string, meaning: string): Result => ({
  name,
  value,
  text,
  meaning,
});

/** What samples are worth; `draw(n)` gives n of them. */
export function qualityOf(data: Examples, draw: (n: number) => Float32Array, stream: Stream): Result[] {
  return data.kind === 'points' ? ofPoints(data, draw, stream) : ofImages(data, draw);
}

function ofPoints(data: Examples, draw: (n: number) => Float32Array, stream: Stream): Result[] {
  const dimensions = sizeOf(data.train.shape);
  const n = Math.min(POINTS, countOf(data.heldOut), countOf(data.train));
  const [real, other] = [data.heldOut, data.train].map((part) => valuesOf(first(part, n)));
  const samples = draw(n);
  const distance = (a: Float32Array, b: Float32Array): number =>
    slicedWasserstein(a, b, { dimensions, stream: stream.split('directions') });
  const [own, floor] = [distance(samples, real), distance(other, real)];
  return [
    result(
      'sliced Wasserstein distance',
      own,
      own.toFixed(4),
      `of ${n} samples to as many held-out points: 0 were the same`,
    ),
    result('  its floor', floor, floor.toFixed(4), 'what as many true points get: no model comes far below'),
    ...modes(data, samples),
  ];
}

/** Of rings and grids of normal distributions: which were found, and how much lies in none. */
function modes({ name }: Examples, samples: Float32Array): Result[] {
  if (name !== 'ring' && name !== 'grid') return [];
  const target = planes[name];
  const { modes: found, share } = modeCoverage(samples, target);
  const text = `${(100 * share).toFixed(1)} %`;
  return [
    result(
      'modes found',
      found,
      `${found} of ${target.centres.length}`,
      'those that have a twentieth of their share or more',
    ),
    result('within 3 sigma of a mode', share, text, 'true points: 98.9 %'),
  ];
}

function ofImages(data: Examples, draw: (n: number) => Float32Array): Result[] {
  const dimensions = sizeOf(data.train.shape);
  const n = Math.min(IMAGES, countOf(data.heldOut), countOf(data.train));
  if (n < 10) return [];
  const [real, train] = [data.heldOut, data.train].map((part) => valuesOf(first(part, n)));
  const samples = draw(n);
  const { density, coverage } = precisionRecallDensityCoverage(real, samples, { dimensions });
  const floor = precisionRecallDensityCoverage(real, train, { dimensions });
  const { ratio } = memorisation(samples, train, real, { dimensions });
  const beside = (value: number): string => `training data get ${value.toFixed(2)}`;
  return [
    result(
      'density',
      density,
      density.toFixed(2),
      `do samples lie where held-out images are? ${beside(floor.density)}`,
    ),
    result(
      'coverage',
      coverage,
      coverage.toFixed(2),
      `share of held-out images with a sample near by; ${beside(floor.coverage)}`,
    ),
    result(
      'distance to training data',
      ratio,
      ratio.toFixed(2),
      'of samples, over that of held-out images: 1 is as new as those, 0 a replay',
    ),
  ];
}
