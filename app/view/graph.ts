/** The graph of a state: pure data that a canvas can draw and a test can read. */
import type { KernelId, State } from '../../src/index.ts';
import { edgesOf, fromContainer, type ViewEdge } from './edges.ts';
import { NONE_COLLAPSED, WIDE, type Box, type ContainerRef, type Geometry, type Moved, type Places } from './layout.ts';
import { nodesOf, type ViewNode } from './nodes.ts';

export interface ViewGraph {
  readonly nodes: readonly ViewNode[];
  readonly edges: readonly ViewEdge[];
}

export interface GraphOptions {
  readonly kernel: KernelId;
  readonly places: Places;
  /** Where a person moved nodes to; wins over `places`. */
  readonly moved: Moved;
  readonly refused: ViewEdge | null;
  readonly geometry?: Geometry;
  /** Units and groups that show their header only; what leaves their devices then leaves them. */
  readonly collapsed?: ReadonlySet<ContainerRef>;
}

/** The nodes, containers first, and the edges of a state. */
export function graphOf(
  state: State,
  { kernel, places, moved, refused, geometry = WIDE, collapsed = NONE_COLLAPSED }: GraphOptions,
): ViewGraph {
  const edges = edgesOf(state);
  const all = refused === null ? edges : [...edges, refused];
  return {
    nodes: nodesOf(state, { kernel, places, moved, geometry, collapsed }),
    edges: collapsed.size === 0 ? all : all.map((edge) => fromContainer(state, edge, collapsed)),
  };
}

/** The boxes of the nodes, containers before what is in them, in the coordinates of the canvas. */
export function absoluteBoxes(nodes: readonly Pick<ViewNode, 'id' | 'box' | 'parent'>[]): Map<string, Box> {
  const boxes = new Map<string, Box>();
  for (const { id, box, parent } of nodes) {
    const outer = parent === null ? undefined : boxes.get(parent);
    boxes.set(id, { ...box, x: box.x + (outer?.x ?? 0), y: box.y + (outer?.y ?? 0) });
  }
  return boxes;
}
