/** From the view's graph to React Flow's nodes and edges. */
import { Position, type Edge, type Node, type NodeHandle } from '@xyflow/react';
import type { EdgeKind, ViewEdge } from '../view/edges.ts';
import { absoluteBoxes } from '../view/graph.ts';
import type { Box, Point } from '../view/layout.ts';
import type { ViewNode } from '../view/nodes.ts';
import { outerBoxes } from './bounds.ts';
import { route } from './route.ts';

/** React Flow has a type `group` of its own, with looks of its own. */
const flowType = (kind: ViewNode['kind']): string => `iommufd-${kind}`;

export type FlowNode = Node<{ readonly node: ViewNode }>;
export type FlowEdge = Edge<
  { readonly edge: ViewEdge; readonly via: readonly Point[]; readonly above: boolean },
  EdgeKind
>;

/** Where edges meet the card. Stacked: the memory stands below its IOAS. */
export function handlesOf({ kind, box }: ViewNode, stacked: boolean): NodeHandle[] {
  const middle = box.height / 2;
  const at = (y: number, id?: string): NodeHandle => ({
    type: 'target',
    position: Position.Left,
    x: 0,
    y,
    width: 1,
    height: 1,
    ...(id === undefined ? {} : { id }),
  });
  const right: NodeHandle = { type: 'source', position: Position.Right, x: box.width, y: middle, width: 1, height: 1 };
  switch (kind) {
    case 'group':
    case 'unit':
    case 'device':
      return [right];
    case 'memory':
      return stacked
        ? [{ type: 'target', position: Position.Top, x: box.width / 2, y: 0, width: 1, height: 1 }]
        : [at(middle)];
    case 'paging':
      // Devices arrive above, nested page tables below, so that their ends stay apart.
      return [at(box.height * 0.36), at(box.height * 0.74, 'nest'), right];
    case 'nested':
    case 'object':
      return [at(middle), right];
    case 'ioas':
      return stacked
        ? [
            at(middle),
            { type: 'source', position: Position.Bottom, x: box.width / 2, y: box.height, width: 1, height: 1 },
          ]
        : [at(middle), right];
  }
}

const DEPTH: Readonly<Record<ViewNode['kind'], number>> = {
  unit: 0,
  group: 1,
  device: 2,
  paging: 5,
  nested: 5,
  object: 5,
  ioas: 5,
  memory: 4,
};

/** A React Flow node; sizes and handles are given, so nothing is measured. */
function flowNode(node: ViewNode, stacked: boolean, selected: boolean): FlowNode {
  return {
    id: node.id,
    type: flowType(node.kind),
    position: { x: node.box.x, y: node.box.y },
    width: node.box.width,
    height: node.box.height,
    measured: { width: node.box.width, height: node.box.height },
    handles: handlesOf(node, stacked),
    data: { node },
    zIndex: DEPTH[node.kind],
    draggable: node.kind !== 'device' && node.kind !== 'group',
    connectable: node.kind === 'device',
    deletable: false,
    selected,
    ariaLabel: node.label,
    ...(node.parent === null ? {} : { parentId: node.parent }),
  };
}

/** A React Flow edge. */
function flowEdge(edge: ViewEdge, via: readonly Point[], above: boolean): FlowEdge {
  return {
    id: edge.id,
    type: edge.kind,
    source: edge.from,
    target: edge.to,
    data: { edge, via, above },
    ...(edge.kind === 'nest' ? { targetHandle: 'nest' } : {}),
    focusable: false,
    selectable: false,
    deletable: false,
    ariaLabel: edge.label,
    zIndex: edge.kind === 'refused' ? 6 : 3,
  };
}

/** Equal in every field; boxes and lists by what is in them. */
function same(a: unknown, b: unknown, depth: number): boolean {
  if (a === b) return true;
  if (depth === 0 || typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = a as Fields;
  const right = b as Fields;
  // This runs for each node of a large graph on each call: nothing is allocated.
  for (const key in left) if (!same(left[key], right[key], depth - 1)) return false;
  for (const key in right) if (!(key in left)) return false;
  return true;
}

type Fields = Readonly<Record<string, unknown>>;

/** Kernel objects are compared by identity, what the view made of them by content. */
const DEEP: Readonly<Record<string, number>> = { box: 1, hazards: 1, first: 2, devices: 1, hidden: 1, lines: 1 };

function sameNode(a: ViewNode, b: ViewNode): boolean {
  const left = a as unknown as Fields;
  const right = b as unknown as Fields;
  for (const key in left) if (!same(left[key], right[key], DEEP[key] ?? 0)) return false;
  return true;
}

const STRAIGHT: readonly Point[] = [];

/** The list of before when the new one holds the very same things. */
function kept<T>(before: T[], now: T[]): T[] {
  return before.length === now.length && now.every((one, index) => one === before[index]) ? before : now;
}

/** Hands out the React Flow nodes and edges of before where nothing about them is different, so that they don't render. */
export class FlowKeeper {
  #nodes = new Map<string, FlowNode>();
  #edges = new Map<string, FlowEdge>();
  #boxes: ReadonlyMap<string, Box> = new Map();
  #stacked = false;
  #nodeList: FlowNode[] = [];
  #edgeList: FlowEdge[] = [];

  nodes(views: readonly ViewNode[], stacked: boolean, selected: ReadonlySet<string>): FlowNode[] {
    const before = stacked === this.#stacked ? this.#nodes : new Map<string, FlowNode>();
    this.#stacked = stacked;
    const nodes = views.map((view) => {
      const old = before.get(view.id);
      const chosen = selected.has(view.ref);
      if (old === undefined || !sameNode(view, old.data.node)) return flowNode(view, stacked, chosen);
      return old.selected === chosen ? old : { ...old, selected: chosen };
    });
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#nodeList = kept(this.#nodeList, nodes);
    this.#boxes = absoluteBoxes(views);
    return this.#nodeList;
  }

  /** Where the edge has to go to pass beside the cards between its ends. */
  #via(edge: ViewEdge, cards: readonly Box[]): readonly Point[] {
    // These are drawn between neighbouring lanes.
    if (edge.kind === 'backing' || edge.kind === 'mapping') return STRAIGHT;
    const from = this.#end(edge.from, 'source');
    const to = this.#end(edge.to, 'target', edge.kind === 'nest' ? 'nest' : undefined);
    return from === null || to === null ? STRAIGHT : route(from, to, cards).slice(1, -1);
  }

  #isBelow({ from, to }: ViewEdge): boolean {
    const [nested, parent] = [this.#boxes.get(from), this.#boxes.get(to)];
    return nested !== undefined && parent !== undefined && nested.y > parent.y + parent.height;
  }

  /** Where edges meet a node, on the canvas. */
  #end(id: string, type: 'source' | 'target', handle?: string): Point | null {
    const box = this.#boxes.get(id);
    const end = this.#nodes.get(id)?.handles?.find((one) => one.type === type && one.id === handle);
    return box === undefined || end === undefined ? null : { x: box.x + end.x, y: box.y + end.y };
  }

  /** The edges between the nodes that were handed out last. */
  edges(views: readonly ViewEdge[]): FlowEdge[] {
    const cards = outerBoxes(this.#nodeList);
    // Where a nested page table comes up from below, the words for it stand above.
    const fromBelow = new Set(views.filter((view) => view.kind === 'nest' && this.#isBelow(view)).map(({ to }) => to));
    const edges = views.map((view) => {
      const old = this.#edges.get(view.id);
      const via = this.#via(view, cards);
      const above = fromBelow.has(view.to);
      return old?.data !== undefined &&
        same(view, old.data.edge, 1) &&
        same(via, old.data.via, 2) &&
        old.data.above === above
        ? old
        : flowEdge(view, via, above);
    });
    this.#edges = new Map(edges.map((edge) => [edge.id, edge]));
    this.#edgeList = kept(this.#edgeList, edges);
    return this.#edgeList;
  }
}
