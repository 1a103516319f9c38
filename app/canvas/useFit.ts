import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback } from 'react';
import type { Geometry } from '../view/layout.ts';
import { graphBounds, viewOf } from './bounds.ts';
import { travelTime } from './motion.ts';
import type { FlowNode } from './flow.ts';

/** Beyond this many nodes a graph does not fit a window anyway. */
const MANY = 60;

/** Brings the whole graph into view; with `soft`, only when some of it is out of sight. */
export function useFit(nodes: readonly FlowNode[], geometry: Geometry): (soft?: boolean) => void {
  const { setViewport, getViewport } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (soft = false) => {
      const { width, height } = store.getState();
      if (width === 0 || height === 0) return;
      const bounds = graphBounds(nodes, geometry);
      if (soft) {
        // A large graph has its overview; moving all of it for each call would only make it jump.
        if (nodes.length > MANY) return;
        const { x, y, zoom } = getViewport();
        const inSight =
          bounds.x * zoom + x >= 0 &&
          bounds.y * zoom + y >= 32 &&
          (bounds.x + bounds.width) * zoom + x <= width &&
          (bounds.y + bounds.height) * zoom + y <= height - 40;
        if (inSight) return;
      }
      void setViewport(viewOf(nodes, geometry, { width, height }), {
        duration: soft ? travelTime() : 0,
      });
    },
    [nodes, geometry, setViewport, getViewport, store],
  );
}
