// A training that left the finite numbers: where that began, and all that there was before.
import { type Blame, blame, tracedFrom } from '@stokast/autodiff/inside';
import { NumericalError } from '@stokast/core-wasm/errors';
import { Loop, type Problem, type State } from './loop.ts';

/** A training whose losses or weights are not finite any more. Callers may catch it. */
export class FailedTraining extends NumericalError {
  /** The step that failed, from 0: as many were done before it. */
  readonly step: number;
  readonly phase: string;
  /** The instruction that made NaN or an infinity of finite numbers, such as `log.17 [128, 20] of sub.16`. */
  readonly instruction: string | undefined;
  /** The training before that step, for the option `resume`. */
  readonly checkpoint: Uint8Array;
  constructor(what: string, { step, phase, sentence, instruction }: Diagnosis, checkpoint: Uint8Array) {
    super(`${what}: ${sentence}`);
    this.step = step;
    this.phase = phase;
    this.instruction = instruction;
    this.checkpoint = checkpoint;
  }
}

/** Where a training left the finite numbers. */
export interface Diagnosis {
  readonly step: number;
  readonly phase: string;
  readonly instruction: string | undefined;
  readonly sentence: string;
  /** What there was before that step. */
  readonly before: State;
}

/**
 * Done on one thread, step by step from a state in which all was well to the step in which it was seen not to be: the
 * same bits come again.
 */
export async function diagnose(problem: Problem, good: State, seen: number): Promise<Diagnosis> {
  const loop = new Loop(problem, 1);
  try {
    loop.load(good);
    let before = good;
    while (loop.done <= seen) {
      before = await loop.state();
      const bad = await loop.step({});
      if (!bad && loop.thread.finite) continue;
      loop.load(before);
      break;
    }
    return locate(loop, before);
  } finally {
    loop.close();
  }
}

const told = (found: Blame | undefined): string =>
  found ? `: ${found.instruction} is the first to give ${found.value}` : '';

/** Does the step again that failed, and looks at all that is computed in it. */
function locate(loop: Loop, before: State): Diagnosis {
  const { programs, thread } = loop;
  const { step } = before;
  const { shards, weights, fields } = programs;
  for (const [p, { name, repeat, gradient, updates, kept }] of programs.phases.entries()) {
    const result = (found: Blame | undefined, which: string): Diagnosis => ({
      step,
      phase: name,
      instruction: found?.instruction,
      sentence: `in step ${step} ${which} of ${name} left the finite numbers${told(found)}`,
      before,
    });
    const names = gradient.takes.map((take) => {
      if (take.kind === 'weight') return weights[take.weight].name;
      return take.kind === 'field' ? fields[take.field].name : take.kind;
    });
    for (let r = 0; r < repeat; r++) {
      loop.fill(r);
      for (let shard = 0; shard < shards; shard++) {
        const found = blame(tracedFrom(gradient.program), names, thread.argumentsOf(p, step, r, shard));
        if (found) return result(found, 'the gradient');
      }
      thread.gradient(p, step, r);
      const [update] = updates;
      const given = thread.argumentsOfUpdate(p);
      thread.update(p);
      if (thread.finite) continue;
      const own = [
        ...update.weights.map((i) => weights[i].name),
        ...update.kept.map((i) => kept[i].name),
        ...update.derivatives.flatMap((j) =>
          Array.from({ length: shards }, () => `derivative of ${weights[gradient.trained[j]].name}`),
        ),
      ];
      return result(blame(tracedFrom(update.program), own, given), 'the update');
    }
  }
  return {
    step,
    phase: programs.phases[programs.phases.length - 1].name,
    instruction: undefined,
    sentence: `in step ${step} weights left the finite numbers`,
    before,
  };
}
