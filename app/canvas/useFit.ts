import { getViewportForBounds, useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback } from 'react';
import type { Box, Geometry } from '../view/layout.ts';
import type { FlowNode } from './flow.ts';

/** Room for the lane titles above, and for legend and tools below. */
const PADDING = { top: '44px', right: '16px', bottom: '58px', left: '16px' } as const;
const MIN_ZOOM = 0.4;
/** Beyond this many nodes a graph does not fit a window anyway. */
const MANY = 60;

function union(boxes: readonly Box[]): Box {
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
function outerBoxes(nodes: readonly FlowNode[]): Box[] {
  return nodes.filter((node) => node.parentId === undefined).map(({ data: { node } }) => node.box);
}

/** Brings the whole graph into view; with `soft`, only when some of it is out of sight. */
export function useFit(nodes: readonly FlowNode[], geometry: Geometry): (soft?: boolean) => void {
  const { setViewport, getViewport } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (soft = false) => {
      const { width, height } = store.getState();
      if (width === 0 || height === 0) return;
      const quiet = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
      // All lanes are there even when they are empty, so that the first objects do not make the picture jump.
      const lanes: Box = { x: 0, y: 0, width: geometry.lanes.memory + geometry.memory.width, height: 200 };
      const bounds = union([lanes, ...outerBoxes(nodes)]);
      if (soft) {
        // A large graph has its overview; moving all of it for each call would only make it jump.
        if (nodes.length > MANY) return;
        const { x, y, zoom } = getViewport();
        const inSight =
          bounds.x * zoom + x >= 0 &&
          bounds.y * zoom + y >= 32 &&
          (bounds.x + bounds.width) * zoom + x <= width &&
          (bounds.y + bounds.height) * zoom + y <= height - 8;
        if (inSight) return;
      }
      void setViewport(getViewportForBounds(bounds, width, height, MIN_ZOOM, 1, PADDING), {
        duration: soft && !quiet ? 240 : 0,
      });
    },
    [nodes, geometry, setViewport, getViewport, store],
  );
}
