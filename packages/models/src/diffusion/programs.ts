// What a fitted model runs in the machine, each program compiled when it is first needed, with the weights inside.
import {
  clip,
  compile,
  exp,
  f32,
  type RandomSource,
  randomStream,
  reshape,
  type Stateful,
  stateful,
  type Tensor,
} from '@stokast/autodiff';
import type { Stream } from '@stokast/sampling';
import { mapWeights, type TensorsFor, type Weights } from '../train/parameters.ts';
import { type DenoiserConfig, numbersIn } from './config.ts';
import { applyNetwork, type Network, network, type Question } from './networks.ts';
import { guide, type Stage } from './samplers.ts';

/** What a network says to a question, in a program. */
export type Ask = (question: Question) => Tensor;

/** Rows of a run: enough for fast products of matrices, few enough that one sample does not take long. */
export const rowsFor = (config: DenoiserConfig): number => (numbersIn(config) <= 16 ? 256 : 64);

/** The network with its weights as constants. Called within the function that is traced. */
export function networkWith(config: DenoiserConfig, outputs: number, weights: Weights): Ask {
  const tensors = mapWeights(network(config, outputs), (name, { shape }) =>
    (reshape(weights.get(`network.${name}`) as Float32Array, shape) as Tensor).cast('f32'),
  ) as TensorsFor<Network>;
  return (question) => applyNetwork(config, tensors, outputs, question);
}

/** The class of each row, or none: what the network is told beside x. */
const labelOf = ({ classes }: DenoiserConfig, label: Tensor): Tensor | undefined =>
  classes > 0 ? label : undefined;

/** With guidance: away from what the network says without a class. `scale` [] */
export function guided(config: DenoiserConfig, ask: Ask, isGuided: boolean, scale: Tensor): Ask {
  return ({ x, time, label }) => {
    const told = ask({ x, time, label: label && labelOf(config, label) });
    if (!isGuided) return told;
    const none = (label as Tensor).mul(0).add(config.classes) as Tensor;
    return guide(ask({ x, time, label: none }), told, scale);
  };
}

/** The numbers of a stage in the order in which the program takes them, then how far guidance goes. */
export function numbersOf(
  { from, next, memory, logVariance }: Stage,
  limit: number,
  scale: number,
): Float32Array {
  const { small = 0, large = 0 } = logVariance ?? {};
  return Float32Array.of(
    ...[from.x, from.prediction, next.x, next.data, next.memory, next.noise, memory.x, memory.data],
    ...[limit, small, large, scale],
  );
}
const NUMBERS = 12;

interface State {
  readonly x: Tensor;
  readonly memory: Tensor;
}

/** x and memory [rows, d]; then the time [1], the numbers of the stage, a class for each row, and noise. */
export type Stepper = Stateful<
  { x: Float32Array; memory: Float32Array },
  { x: Float32Array; memory: Float32Array },
  [time: ArrayLike<number>, numbers: Float32Array, label: Float32Array, noise: Stream],
  undefined
>;

/** One stage of any sampler, network and all: the form of `takeStep` that runs in the machine. `words` of noise a row. */
export function stepperOf(
  config: DenoiserConfig,
  learned: boolean,
  weights: Weights,
  isGuided: boolean,
  words: number,
): Stepper {
  const rows = rowsFor(config);
  const d = numbersIn(config);
  const step = ({ x, memory }: State, time: Tensor, numbers: Tensor, label: Tensor, source: RandomSource) => {
    const ask = networkWith(config, learned ? 2 : 1, weights);
    const number = (i: number): Tensor => numbers.slice(i) as Tensor;
    const said = guided(config, ask, isGuided, number(11))({ x, time, label }); // [n, d], or [n, 2 d]
    const prediction = (learned ? said.slice([], [0, d]) : said) as Tensor;
    const limit = number(8);
    const free = x.mul(number(0)).add(prediction.mul(number(1)));
    const data = clip(free, limit.neg(), limit); // [n, d]
    const noise = source.normal([rows, words], { dtype: 'f32' }).slice([], [0, d]); // [n, d]
    let spread = noise.mul(number(5));
    if (learned) {
      // The variance is what the class says, guided or not.
      const share = said
        .slice([], [d, 2 * d])
        .add(1)
        .div(2);
      const logVariance = share.mul(number(10)).add(share.neg().add(1).mul(number(9)));
      spread = spread.mul(exp(logVariance.mul(0.5)));
    }
    const moved = x
      .mul(number(2))
      .add(data.mul(number(3)))
      .add(memory.mul(number(4)));
    return [{ x: moved.add(spread), memory: x.mul(number(6)).add(data.mul(number(7))) }];
  };
  const image = f32(rows, d);
  return stateful(
    step as never,
    [{ x: image, memory: image }, f32(1), f32(NUMBERS), f32(rows), randomStream] as never,
  ) as unknown as Stepper;
}

/** Any function of rows: `fn` gets the network and tensors of the shapes [rows, ...shape]. */
export function rowProgram(
  config: DenoiserConfig,
  outputs: number,
  weights: Weights,
  fn: (ask: Ask, ...tensors: Tensor[]) => Tensor,
  shapes: readonly (readonly number[])[],
): (...values: Float32Array[]) => Float32Array {
  const rows = rowsFor(config);
  return compile(
    ((...tensors: Tensor[]) => fn(networkWith(config, outputs, weights), ...tensors)) as never,
    shapes.map((shape) => f32(rows, ...shape)) as never,
  ) as never;
}
