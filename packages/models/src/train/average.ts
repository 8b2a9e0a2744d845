// Moving averages of weights.
import { compile, f32, type Tensor } from '@stokast/autodiff';
import { partOf, tracedData, tracedIn } from '@stokast/autodiff/inside';
import { rangeFault } from '@stokast/core-wasm/errors';
import type { Objective } from './objective.ts';
import type { AverageProgram, PhasePrograms, Programs } from './programs.ts';

/** average + (weight - average) (1 - decay) after so many steps, decay = min(decay, (1 + step) / (10 + step)) */
function averageOf(
  shapes: readonly (readonly number[])[],
  weights: readonly number[],
  decay: number,
): AverageProgram {
  const average = (averages: readonly Tensor[], now: readonly Tensor[], step: Tensor) => {
    const gain = step.add(1).div(step.add(10)).minimum(decay).neg().add(1).cast('f32');
    return averages.map((a, i) => a.add(now[i].sub(a).mul(gain)));
  };
  const specs = shapes.map((shape) => f32(...shape));
  const traced = tracedIn(compile(average as never, [specs, specs, []] as never) as never);
  const [inputs, outputs] = [traced.graph.inputs, traced.graph.outputs].map((nodes) =>
    nodes.map((_, i) => i),
  );
  return { program: tracedData(partOf(traced, inputs, outputs)), weights };
}

/** Averages by thread: each has those of the weights that it is the first to move in the last phase that does. */
export function averagesOf(
  { average }: Objective,
  weights: Programs['weights'],
  phases: readonly PhasePrograms[],
  threads: number,
): (AverageProgram | undefined)[] {
  if (!average) return [];
  const groups = new Set(weights.map(({ name }) => name.split('.')[0]));
  const unknown = average.of.find((group) => !groups.has(group));
  if (unknown !== undefined)
    throw rangeFault('Cannot train', 'average.of', unknown, `some of ${[...groups].join(', ')}`);
  const ownerOf = (i: number): number => {
    const last = phases.findLast(({ gradient }) => gradient.trained.includes(i));
    return last ? last.updates.findIndex((update) => update.weights.includes(i)) : 0;
  };
  const averaged = weights.flatMap(({ name }, i) => (average.of.includes(name.split('.')[0]) ? [i] : []));
  return Array.from({ length: threads }, (_, thread) => {
    const own = averaged.filter((i) => ownerOf(i) === thread);
    if (own.length === 0) return undefined;
    return averageOf(
      own.map((i) => weights[i].shape),
      own,
      average.decay,
    );
  });
}
