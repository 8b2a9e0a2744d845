// How a node's elements are reached: under another node's name, through strides, or as one number for all.
import { type Shape, sizeOf, stridesOf, WIDTH } from '../shape.ts';
import type { Tensor } from '../tensor.ts';

/** Elements of `base`, row by row over `axes` (size, stride in elements), from element `offset` on. */
export interface View {
  readonly base: Tensor;
  readonly offset: number;
  readonly axes: readonly { readonly size: number; readonly stride: number }[];
}

const RENAMES = new Set(['reshape', 'identity', 'stopGradient']);
const VIEWS = new Set(['expand', 'transpose', 'slice']);

/** The node whose memory a renamed node has: the same elements in the same order. */
export function resolve(node: Tensor): Tensor {
  let each = node;
  while (RENAMES.has(each.operation)) each = each.inputs[0];
  return each;
}

export const isView = (node: Tensor): boolean => VIEWS.has(node.operation);

/** The node of one element that a broadcast repeats; undefined for all else. */
export function singleOf(node: Tensor): Tensor | undefined {
  let each = resolve(node);
  while (each.operation === 'expand') each = resolve(each.inputs[0]);
  return sizeOf(each.shape) === 1 && sizeOf(node.shape) > 1 ? each : undefined;
}

const contiguous = (base: Tensor, shape: Shape): View => ({
  base,
  offset: 0,
  axes: stridesOf(shape).map((stride, i) => ({ size: shape[i], stride })),
});

const views: WeakMap<Tensor, View> = /* @__PURE__ */ new WeakMap();

/** A node as a view of one that has memory of its own: views of views are one. */
export function viewOf(node: Tensor): View {
  const chain: Tensor[] = [];
  for (let each = node; !views.has(each); ) {
    chain.push(each);
    const own = resolve(each);
    if (own !== each) each = own;
    else if (isView(own)) [each] = own.inputs;
    else break;
  }
  // From the innermost: a chain may be longer than calls can be deep.
  for (const each of chain.reverse()) views.set(each, viewThrough(each));
  return views.get(node) as View;
}

/** The same, where that of what the node is a view of is known. */
function viewThrough(node: Tensor): View {
  const own = resolve(node);
  if (own !== node || !isView(own)) {
    // Through a reshape, only what is a view of consecutive elements can be seen.
    const inner = isView(own) ? viewOf(own) : undefined;
    if (inner && isContiguous(inner)) {
      const seen = contiguous(inner.base, node.shape);
      return { ...seen, offset: inner.offset };
    }
    return contiguous(own, node.shape);
  }
  const { base, offset, axes } = viewOf(own.inputs[0]);
  if (own.operation === 'transpose') {
    const order = own.attributes.axes as readonly number[];
    return { base, offset, axes: order.map((axis) => axes[axis]) };
  }
  if (own.operation === 'slice') {
    const start = own.attributes.start as Shape;
    const step = own.attributes.step as Shape;
    return {
      base,
      offset: axes.reduce((sum, { stride }, i) => sum + start[i] * stride, offset),
      axes: axes.map(({ stride }, i) => ({ size: own.shape[i], stride: stride * step[i] })),
    };
  }
  const made = own.shape.length - axes.length;
  return {
    base,
    offset,
    axes: own.shape.map((size, i) => {
      const axis = axes[i - made];
      return { size, stride: axis === undefined || (axis.size === 1 && size !== 1) ? 0 : axis.stride };
    }),
  };
}

/** The axes with neighbours that run on as one joined, and those of size 1 left out. */
export function joinAxes(axes: View['axes']): { size: number; stride: number }[] {
  const joined: { size: number; stride: number }[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const outer = joined.at(-1);
    if (outer && outer.stride === axis.stride * axis.size) {
      joined[joined.length - 1] = { size: outer.size * axis.size, stride: axis.stride };
    } else joined.push({ ...axis });
  }
  return joined;
}

/** Are the elements consecutive in memory? */
export function isContiguous({ axes }: View): boolean {
  const joined = joinAxes(axes);
  return joined.length === 0 || (joined.length === 1 && joined[0].stride === 1);
}

/** A view that needs no copy: consecutive elements, at an address that an operand can have. */
export function aliasOf(node: Tensor): { readonly base: Tensor; readonly bytes: number } | undefined {
  if (!isView(node)) return undefined;
  const view = viewOf(node);
  const bytes = view.offset * WIDTH[node.dtype];
  return isContiguous(view) && bytes % 8 === 0 ? { base: view.base, bytes } : undefined;
}
