// A checkpoint as a safetensors file: weights under their names, `average.*`, `optimizer.*`, and all else as metadata.
import { checkObject } from '@stokast/core-wasm/check';
import { DataError, typeFault } from '@stokast/core-wasm/errors';
import { Stream } from '@stokast/sampling';
import type { Checkpoint } from './checkpoint.ts';
import { namedWeights, sizeOf, type WeightTree } from './parameters.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const FORMAT = 'stokast-model';
const VERSION = 1;

type Saved = { shape: readonly number[]; data: Float32Array | Float64Array };

/** The file; `weights` says the shapes. */
export function writeCheckpoint(checkpoint: Checkpoint, weights: WeightTree): Uint8Array {
  const { kind, config, training, average } = checkpoint;
  const shapes = new Map(namedWeights(weights).map(([name, { shape }]) => [name, shape]));
  const shapeOf = (name: string): readonly number[] => shapes.get(name) ?? [];
  const tensors = new Map<string, Saved>();
  for (const [name, data] of checkpoint.weights) tensors.set(name, { shape: shapeOf(name), data });
  for (const [name, data] of average) tensors.set(`average.${name}`, { shape: shapeOf(name), data });
  const names = [...shapes.keys()];
  for (const [name, data] of training?.optimizer ?? []) {
    // Most of what optimisers keep has the form of a weight, and its name at the end.
    const weight = names.find((each) => name.endsWith(`.${each}`));
    const shape = weight === undefined ? [] : shapeOf(weight);
    const fits = sizeOf(shape) === data.length;
    tensors.set(`optimizer.${name}`, { shape: fits ? shape : [data.length], data });
  }
  const { optimizer: _, ...rest } = training ?? {};
  const metadata: Record<string, string> = {
    format: FORMAT,
    version: String(VERSION),
    kind,
    config: JSON.stringify(config),
    ...(training ? { training: JSON.stringify(rest) } : {}),
  };
  return writeSafetensors(tensors, metadata);
}

const OWN = /^(average|optimizer)\./;

/** What `writeCheckpoint` wrote. Throws a DataError where it is something else. */
export function readCheckpoint(what: string, bytes: Uint8Array): Checkpoint {
  if (!(bytes instanceof Uint8Array)) throw typeFault(what, 'bytes', bytes, 'a Uint8Array');
  const refuse = (why: string): never => {
    throw new DataError(`${what}: ${why}`);
  };
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.format !== FORMAT) refuse('the file is no model of stokast');
  if (metadata.version !== String(VERSION))
    refuse(`its format has version ${metadata.version}, and this release reads ${VERSION}`);
  const parse = (text: string | undefined): Record<string, never> => {
    try {
      const value: unknown = JSON.parse(text ?? '');
      checkObject(what, 'metadata', value);
      return value as Record<string, never>;
    } catch {
      return refuse('its metadata cannot be read');
    }
  };
  const weights = new Map<string, Float32Array>();
  const average = new Map<string, Float32Array>();
  const optimizer = new Map<string, Float32Array | Float64Array>();
  for (const [name, { data }] of tensors) {
    const [prefix] = OWN.exec(name) ?? [''];
    const single = data instanceof Float32Array;
    if (!single && !(data instanceof Float64Array && prefix === 'optimizer.'))
      refuse(`${name} is not of singles`);
    const rest = name.slice(prefix.length);
    if (prefix === 'optimizer.') optimizer.set(rest, data as Float32Array);
    else (prefix === 'average.' ? average : weights).set(rest, data as Float32Array);
  }
  const { kind = refuse('it does not say what it is'), config, training } = metadata;
  const checkpoint = { kind, config: parse(config), weights, average };
  if (training === undefined) return checkpoint;
  const { step, steps, batchSize, batchesPerEpoch, shards, stream } = parse(training) as unknown as Numbers;
  const counts = { step, steps, batchSize, batchesPerEpoch, shards };
  for (const [name, value] of Object.entries(counts))
    if (!Number.isSafeInteger(value) || value < 0) refuse(`its ${name} is not possible`);
  try {
    Stream.from(stream);
  } catch {
    refuse('its stream is none');
  }
  return { ...checkpoint, training: { ...counts, stream, optimizer } };
}

type Numbers = NonNullable<Checkpoint['training']>;
