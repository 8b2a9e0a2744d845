// The order of work: single elements and whole-array instructions as soon as they can be done, loops as late as
// possible and joined with all that can join, so that what they share stays in the cache.
import type { Tensor } from '../tensor.ts';
import { type Task, taskOf } from './task.ts';

/** Work done at one time: one task, or the tasks of one loop in their order. */
export interface Step {
  readonly kind: Task['kind'];
  readonly tasks: readonly Task[];
}

/** Tasks for all that `roots` need, by node; inputs and constants, and what `known` has, need none. */
export function tasksFor(roots: readonly Tensor[], known: (node: Tensor) => boolean): Map<Tensor, Task> {
  const tasks = new Map<Tensor, Task>();
  const stack = [...roots];
  while (stack.length > 0) {
    const node = stack.pop() as Tensor;
    if (tasks.has(node) || known(node)) continue;
    const task = taskOf(node);
    if (!task) continue;
    tasks.set(node, task);
    stack.push(...task.aligned, ...task.needed);
  }
  return tasks;
}

class Scheduler {
  private readonly waiting: Map<Task, number> = new Map();
  private readonly dependents: Map<Tensor, { task: Task; aligned: boolean }[]> = new Map();
  private readonly ready: Task[] = [];
  private readonly loops: Map<string, Task[]> = new Map();
  private readonly steps: Step[] = [];

  constructor(tasks: ReadonlyMap<Tensor, Task>) {
    for (const task of [...tasks.values()].sort((a, b) => a.node.id - b.node.id)) {
      let count = 0;
      for (const aligned of [true, false]) {
        for (const node of aligned ? task.aligned : task.needed) {
          if (!tasks.has(node)) continue;
          count++;
          const list = this.dependents.get(node);
          if (list) list.push({ task, aligned });
          else this.dependents.set(node, [{ task, aligned }]);
        }
      }
      this.waiting.set(task, count);
      if (count === 0) this.enqueue(task);
    }
  }

  private enqueue(task: Task): void {
    if (task.kind !== 'loop') {
      this.ready.push(task);
      return;
    }
    const list = this.loops.get(task.key);
    if (list) list.push(task);
    else this.loops.set(task.key, [task]);
  }

  private arrive(task: Task): void {
    const left = (this.waiting.get(task) as number) - 1;
    this.waiting.set(task, left);
    if (left === 0) this.enqueue(task);
  }

  private finish(node: Tensor): void {
    for (const { task } of this.dependents.get(node) ?? []) this.arrive(task);
  }

  /** The loop that begins with the oldest node. */
  private nextLoop(): string | undefined {
    let best: string | undefined;
    let oldest = Number.POSITIVE_INFINITY;
    for (const [key, tasks] of this.loops) {
      for (const { node } of tasks) {
        if (node.id < oldest) {
          oldest = node.id;
          best = key;
        }
      }
    }
    return best;
  }

  private runLoop(key: string): void {
    const joined: Task[] = [];
    const later: Task[] = [];
    const queue = this.loops.get(key) as Task[];
    for (let task = queue.shift(); task; task = queue.shift()) {
      joined.push(task);
      for (const { task: next, aligned } of this.dependents.get(task.node) ?? []) {
        const joins = aligned && next.kind === 'loop' && next.key === key && task.streams;
        if (joins) this.arrive(next);
        else later.push(next);
      }
    }
    this.loops.delete(key);
    this.steps.push({ kind: 'loop', tasks: joined.sort((a, b) => a.node.id - b.node.id) });
    for (const task of later) this.arrive(task);
  }

  /** A density of single elements with its partial derivatives, which are ready when it is: one instruction. */
  private withPartials(task: Task): Task[] {
    if (task.key === '') return [task];
    const partials = this.ready.filter(({ key }) => key === task.key);
    for (const each of partials) this.ready.splice(this.ready.indexOf(each), 1);
    return [task, ...partials];
  }

  run(): readonly Step[] {
    while (true) {
      for (let task = this.ready.shift(); task; task = this.ready.shift()) {
        const tasks = this.withPartials(task);
        this.steps.push({ kind: task.kind, tasks });
        for (const { node } of tasks) this.finish(node);
      }
      const key = this.nextLoop();
      if (key === undefined) return this.steps;
      this.runLoop(key);
    }
  }
}

/** The steps in which the tasks are done. */
export const schedule = (tasks: ReadonlyMap<Tensor, Task>): readonly Step[] => new Scheduler(tasks).run();
