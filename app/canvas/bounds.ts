/** Where the graph lies on the canvas. */
import { getViewportForBounds, type Viewport } from '@xyflow/react';
import type { Box, Geometry } from '../view/layout.ts';

/** A node as far as it matters where it stands. */
interface Placed {
  readonly parentId?: string;
  readonly data: { readonly node: { readonly box: Box } };
}

/** The smallest box around the boxes, of which there is at least one. */
export function boundsOf(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  return {
    x: left,
    y: top,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - left,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - top,
  };
}

/** The boxes of the nodes that stand on the canvas itself; what is inside them is inside. */
export function outerBoxes(nodes: readonly Placed[]): Box[] {
  return nodes.filter((node) => node.parentId === undefined).map(({ data: { node } }) => node.box);
}

/** Room for the lane titles above, and for legend and tools below. */
const TOP = 44;
/** In a window for fingers the tools are taller. */
const BELOW: Readonly<Record<Geometry['name'], number>> = { wide: 64, stacked: 84, compact: 84 };
const LEAST_ZOOM = 0.4;

/** The size of the window onto the canvas, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where the graph lies, with all lanes, even the empty ones: the first objects then do not make the picture jump. */
export function graphBounds(nodes: readonly Placed[], { lanes, memory }: Geometry): Box {
  return boundsOf([{ x: 0, y: 0, width: lanes.memory + memory.width, height: 200 }, ...outerBoxes(nodes)]);
}

/** The view of the whole graph, or of its top, where the units begin, when it is too tall for that. */
export function viewOf(nodes: readonly Placed[], geometry: Geometry, { width, height }: Size): Viewport {
  const bounds = graphBounds(nodes, geometry);
  const view = getViewportForBounds(bounds, width, height, LEAST_ZOOM, 1, {
    top: `${TOP}px`,
    right: '16px',
    bottom: `${BELOW[geometry.name]}px`,
    left: '16px',
  });
  return bounds.height * view.zoom > height ? { ...view, y: TOP - bounds.y * view.zoom } : view;
}
