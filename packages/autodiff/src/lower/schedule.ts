// The order of work: single elements and whole-array instructions as soon as they can be done, loops as late as
// possible and joined with all that can join, so that what they share stays in the cache.
import type { Tensor } from '../tensor.ts';
import { isView } from './access.ts';
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
    for (const each of task.aligned) stack.push(each);
    for (const each of task.needed) stack.push(each);
  }
  return tasks;
}

class Scheduler {
  private readonly waiting: Map<Task, number> = new Map();
  private readonly dependents: Map<Tensor, { task: Task; aligned: boolean }[]> = new Map();
  private readonly ones: Task[] = [];
  private readonly wholes: Task[] = [];
  private readonly loops: Map<string, Task[]> = new Map();
  /** Views that loops read and nothing else does: each joins the first loop that reads it, when that comes. */
  private readonly views: Map<Tensor, Task> = new Map();
  private readonly seen: Set<Task> = new Set();
  private readonly steps: Step[] = [];

  constructor(tasks: ReadonlyMap<Tensor, Task>) {
    const ordered = [...tasks.values()].sort((a, b) => a.node.id - b.node.id);
    const whole = new Set(ordered.flatMap(({ needed }) => needed));
    const read = new Set(ordered.flatMap(({ aligned }) => aligned));
    for (const task of ordered) {
      if (isView(task.node) && read.has(task.node) && !whole.has(task.node)) this.views.set(task.node, task);
    }
    for (const task of ordered) {
      if (this.views.has(task.node)) continue;
      let count = 0;
      const wait = (node: Tensor, aligned: boolean): void => {
        if (!tasks.has(node)) return;
        count++;
        const list = this.dependents.get(node);
        if (list) list.push({ task, aligned });
        else this.dependents.set(node, [{ task, aligned }]);
      };
      for (const node of task.aligned) {
        const view = this.views.get(node);
        if (view) for (const base of view.needed) wait(base, false);
        else wait(node, true);
      }
      for (const node of task.needed) wait(node, false);
      this.waiting.set(task, count);
      if (count === 0) this.enqueue(task);
    }
  }

  private enqueue(task: Task): void {
    if (task.kind !== 'loop') {
      (task.kind === 'one' ? this.ones : this.wholes).push(task);
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

  /** All single elements that can be made now, in one step. */
  private runOnes(): void {
    const joined: Task[] = [];
    for (let task = this.ones.pop(); task; task = this.ones.pop()) {
      joined.push(task);
      this.finish(task.node);
    }
    if (joined.length > 0)
      this.steps.push({ kind: 'one', tasks: joined.sort((a, b) => a.node.id - b.node.id) });
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
      for (const node of task.aligned) {
        const view = this.views.get(node);
        if (!view || this.seen.has(view)) continue;
        this.seen.add(view);
        joined.push(view);
      }
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

  run(): readonly Step[] {
    while (true) {
      this.runOnes();
      const task = this.wholes.shift();
      if (task) {
        this.steps.push({ kind: 'whole', tasks: [task] });
        this.finish(task.node);
        continue;
      }
      const key = this.nextLoop();
      if (key === undefined) return this.steps;
      this.runLoop(key);
    }
  }
}

/** The steps in which the tasks are done. */
export const schedule = (tasks: ReadonlyMap<Tensor, Task>): readonly Step[] => new Scheduler(tasks).run();
