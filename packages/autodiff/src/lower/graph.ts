// From nodes to instructions: tasks in their order.
import type { Tensor } from '../tensor.ts';
import type { Emitter } from './emitter.ts';
import { LoopEmitter, type Uses } from './loops.ts';
import { sendPieces } from './movement.ts';
import { schedule, tasksFor } from './schedule.ts';
import { holderOf, isLeaf, lengthOf, type Task } from './task.ts';
import { whole } from './whole.ts';

/** Who reads what, among the tasks of a program or of a scan's body. */
export function usesOf(tasks: ReadonlyMap<Tensor, Task>, outputs: readonly Tensor[]): Uses {
  const aligned = new Map<Tensor, Tensor[]>();
  const needed = new Set<Tensor>(outputs.map(holderOf));
  for (const task of tasks.values()) {
    for (const node of task.aligned) {
      const readers = aligned.get(node);
      if (readers) readers.push(task.node);
      else aligned.set(node, [task.node]);
    }
    for (const node of task.needed) needed.add(node);
  }
  return {
    kept: (node, loop) => needed.has(node) || (aligned.get(node) ?? []).some((reader) => !loop.has(reader)),
    count: (node) => (aligned.get(node)?.length ?? 0) + (needed.has(node) ? 1 : 0),
  };
}

/** Emits tasks, in an order that the schedule finds. */
export function emitTasks(out: Emitter, tasks: ReadonlyMap<Tensor, Task>, uses: Uses): void {
  for (const node of tasks.keys()) if (node.operation === 'pick') out.wantPick(node);
  sendPieces(out, tasks);
  for (const { kind, tasks: joined } of schedule(tasks)) {
    const [task] = joined;
    if (kind === 'whole') whole[task.node.operation].emit(task.node, out);
    else new LoopEmitter(out, uses, joined, lengthOf(task)).emit();
  }
}

/** Emits a scan's body: the nodes `inside` it, and views of nodes outside that have no memory yet. */
export function emitBody(
  out: Emitter,
  outputs: readonly Tensor[],
  inside: ReadonlySet<Tensor>,
  inputs: readonly Tensor[],
): void {
  const known = (node: Tensor): boolean =>
    isLeaf(node) || inputs.includes(node) || (!inside.has(node) && out.has(node));
  const tasks = tasksFor(outputs.map(holderOf), known);
  emitTasks(out, tasks, usesOf(tasks, outputs));
}
