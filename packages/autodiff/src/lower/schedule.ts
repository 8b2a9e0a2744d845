// The order of work: single elements and whole-array instructions as soon as they can be done, loops as late as
// possible and joined with all that can join, so that what they share stays in the cache.
import type { Tensor } from '../tensor.ts';
import { isView } from './access.ts';
import { laterOf, type Reader } from './later.ts';
import { partsOf } from './parts.ts';
import { densityKey, lengthOf, type Task, TILE, taskOf } from './task.ts';

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
  private readonly dependents: Map<Tensor, Reader[]> = new Map();
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

  /** The keys of the loops that can run now, that with the oldest node first. */
  private keys(): string[] {
    const oldest = [...this.loops].map(([key, tasks]): [string, number] => [
      key,
      tasks.reduce((least, { node }) => Math.min(least, node.id), Number.POSITIVE_INFINITY),
    ]);
    return oldest.sort(([, a], [, b]) => a - b).map(([key]) => key);
  }

  /** The tasks that read a task's elements in step, and so can be part of its loop. */
  private *joining(task: Task): Generator<Task> {
    if (!task.streams) return;
    for (const { task: next, aligned } of this.dependents.get(task.node) ?? [])
      if (aligned && next.kind === 'loop' && next.key === task.key) yield next;
  }

  /** All that can be in the next loop with a key. */
  private candidates(key: string): Task[] {
    const found = [...(this.loops.get(key) as Task[])];
    const left = new Map<Task, number>();
    for (const task of found) {
      for (const next of this.joining(task)) {
        const count = (left.get(next) ?? (this.waiting.get(next) as number)) - 1;
        left.set(next, count);
        if (count === 0) found.push(next);
      }
    }
    return found;
  }

  /** The tasks that become possible when all loops are done that can run now. */
  private possible(loops: readonly (readonly Task[])[]): Set<Task> {
    const left = new Map<Task, number>();
    const found = new Set<Task>();
    for (const { node } of loops.flat()) {
      for (const { task: next } of this.dependents.get(node) ?? []) {
        const count = (left.get(next) ?? (this.waiting.get(next) as number)) - 1;
        left.set(next, count);
        if (count === 0) found.add(next);
      }
    }
    for (const task of loops.flat()) found.delete(task);
    return found;
  }

  /**
   * The tasks of the next loop. Of a long one only those, and what is made with them, that make something possible now
   * or are results: what waits for more can wait itself, and need not be kept until then.
   */
  private nextLoop(): readonly Task[] | undefined {
    const loops = this.keys().map((key) => this.candidates(key));
    const next = this.possible(loops);
    const isUseful = ({ node }: Task): boolean =>
      this.dependents.get(node)?.some(({ task }) => next.has(task)) ?? true;
    const marks = (task: Task): unknown[] => [
      task,
      ...this.joining(task),
      ...(task.node.operation === 'density' ? [densityKey(task.node)] : []),
    ];
    for (const all of loops) {
      if (!all.some(isUseful)) continue;
      if (lengthOf(all[0]) <= TILE) return all;
      const useful = partsOf(all, marks)
        .filter((part) => part.some(isUseful))
        .flat();
      const later = laterOf(
        useful,
        (node) => this.dependents.get(node),
        (node) => this.views.has(node),
      );
      // Each may be read by later loops alone: then all of them are as far back as they can be.
      const now = useful.filter((task) => !later.has(task));
      return now.length > 0 ? now : useful;
    }
    return undefined;
  }

  private runLoop(tasks: readonly Task[]): void {
    const chosen = new Set(tasks);
    const [{ key }] = tasks;
    const rest = (this.loops.get(key) as Task[]).filter((task) => !chosen.has(task));
    if (rest.length > 0) this.loops.set(key, rest);
    else this.loops.delete(key);
    const joined = [...tasks];
    for (const { aligned } of tasks) {
      for (const node of aligned) {
        const view = this.views.get(node);
        if (!view || this.seen.has(view)) continue;
        this.seen.add(view);
        joined.push(view);
      }
    }
    // What shares nothing need not pass through the cache at one time.
    const isLong = lengthOf(tasks[0]) > TILE;
    const parts = isLong ? partsOf(joined, ({ node, aligned }) => [node, ...aligned]) : [joined];
    for (const part of parts) {
      this.steps.push({ kind: 'loop', tasks: part.sort((a, b) => a.node.id - b.node.id) });
    }
    for (const task of tasks) {
      for (const { task: next } of this.dependents.get(task.node) ?? [])
        if (!chosen.has(next)) this.arrive(next);
    }
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
      const loop = this.nextLoop();
      if (loop === undefined) return this.steps;
      this.runLoop(loop);
    }
  }
}

/** The steps in which the tasks are done. */
export const schedule = (tasks: ReadonlyMap<Tensor, Task>): readonly Step[] => new Scheduler(tasks).run();
