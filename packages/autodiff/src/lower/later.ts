// What a loop could compute and a later one alone reads: left to that one, where this keeps no more than it would.
import type { Tensor } from '../tensor.ts';
import type { Task } from './task.ts';

/** A task that reads a node: in step with its own loop, or as a whole. */
export interface Reader {
  readonly task: Task;
  readonly aligned: boolean;
}

/**
 * Those of a loop's tasks, each behind what it reads, that are better done later: nothing in the loop needs them, and
 * all that they read is kept for others anyway or left with them. So the derivative's share of an activation is not
 * stored, but made where it is read.
 */
export function laterOf(
  tasks: readonly Task[],
  readersOf: (node: Tensor) => readonly Reader[] | undefined,
  isView: (node: Tensor) => boolean,
): ReadonlySet<Task> {
  const inside = new Map(tasks.map((task) => [task.node, task]));
  const isInside = (task: Task): boolean => inside.get(task.node) === task;
  const later = new Set<Task>();
  const canWait = (task: Task): boolean =>
    task.streams &&
    task.node.operation !== 'density' &&
    !task.aligned.some(isView) &&
    (readersOf(task.node)?.every(
      ({ task: next, aligned }) => aligned && next.key === task.key && (!isInside(next) || later.has(next)),
    ) ??
      false);
  for (const task of tasks.toReversed()) if (canWait(task)) later.add(task);
  const isKept = (task: Task): boolean => readersOf(task.node)?.some((next) => !isInside(next.task)) ?? true;
  const goesOn = (task: Task): boolean =>
    task.aligned.every((node) => {
      const from = inside.get(node);
      return from === undefined || later.has(from) || isKept(from);
    });
  // Each that stays makes those stay that it reads.
  const stay = (task: Task): void => {
    if (!later.delete(task)) return;
    for (const node of task.aligned) {
      const from = inside.get(node);
      if (from) stay(from);
    }
  };
  for (let before = -1; before !== later.size; ) {
    before = later.size;
    for (const task of tasks) if (later.has(task) && !goesOn(task)) stay(task);
  }
  return later;
}
