// What follows from configs.

import type { DenoiserConfig, DiffusionConfig } from './config.ts';
import { type Network, network } from './networks.ts';
import { type NoiseSchedule, noiseSchedule } from './schedule.ts';

export const learnsVariance = ({ varianceType }: DiffusionConfig): boolean => varianceType === 'learnedRange';

/** Numbers that the network says for each of an example. */
export const outputsOf = (config: DiffusionConfig): number => (learnsVariance(config) ? 2 : 1);

export const weightsOf = (config: DiffusionConfig): { readonly network: Network } => ({
  network: network(config, outputsOf(config)),
});

export const scheduleOf = (config: DiffusionConfig): NoiseSchedule => {
  const { numTrainTimesteps, betaSchedule, betaStart, betaEnd, rescaleBetasZeroSnr } = config;
  return noiseSchedule({ numTrainTimesteps, betaSchedule, betaStart, betaEnd, rescaleBetasZeroSnr });
};

/** The time that networks are told at the end, however many steps there are. */
export const LONGEST_TIME = 1000;

/** The time that they are told at step t is this times t. */
export const timeOfStep = ({ numTrainTimesteps }: DiffusionConfig): number =>
  LONGEST_TIME / numTrainTimesteps;

export const flowWeights = (config: DenoiserConfig): { readonly network: Network } => ({
  network: network(config, 1),
});
